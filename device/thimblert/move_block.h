// SPDX-License-Identifier: Apache-2.0
// Moving one element of a known size, or one block of any number of bytes, unchanged.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

/// Moves an element of Bytes bytes, of which the addresses are multiples of its size, or of 4.
template <int32_t Bytes> struct ElementMover {
    static constexpr size_t alignment = Bytes < 4 ? Bytes : 4;

    __attribute__((always_inline)) void operator()(int8_t* to, const int8_t* from) const {
        // The compiler makes one load and one store of it where it knows the alignment.
        memcpy(__builtin_assume_aligned(to, alignment), __builtin_assume_aligned(from, alignment), Bytes);
    }

    __attribute__((always_inline)) int32_t bytes() const { return Bytes; }
};

/// Moves `count` bytes from and to anywhere.
struct BlockMover {
    int32_t count;

    __attribute__((always_inline)) void operator()(int8_t* to, const int8_t* from) const {
        memcpy(to, from, static_cast<size_t>(count));
    }

    __attribute__((always_inline)) int32_t bytes() const { return count; }
};

} // namespace thimblert

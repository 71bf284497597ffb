// SPDX-License-Identifier: Apache-2.0
// Indices in tensors of int32 or int64: whatever they hold, what is read lies within the axis.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

/// The number at `place` of a tensor whose elements have 4 or 8 bytes.
THIMBLERT_INLINE int64_t read_number(const int8_t* numbers, int32_t number_bytes, int32_t place) {
    if (number_bytes == 4) {
        int32_t number;
        memcpy(&number, __builtin_assume_aligned(numbers + place * 4, 4), sizeof number);
        return number;
    }
    int64_t number;
    memcpy(&number, __builtin_assume_aligned(numbers + place * 8, 4), sizeof number);
    return number;
}

THIMBLERT_INLINE void write_number(int8_t* numbers, int32_t number_bytes, int32_t place, int32_t number) {
    if (number_bytes == 4) {
        memcpy(__builtin_assume_aligned(numbers + place * 4, 4), &number, sizeof number);
    } else {
        const int64_t wide = number;
        memcpy(__builtin_assume_aligned(numbers + place * 8, 4), &wide, sizeof wide);
    }
}

/// The index at `place`, counted from the end when it is negative, then the nearest in [0, extent).
THIMBLERT_INLINE int32_t read_index(const int8_t* indices, int32_t index_bytes, int32_t place, int32_t extent) {
    int64_t index = read_number(indices, index_bytes, place);
    if (index < 0) {
        index += extent;
    }
    return index < 0 ? 0 : (index >= extent ? extent - 1 : static_cast<int32_t>(index));
}

} // namespace thimblert

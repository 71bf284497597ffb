// SPDX-License-Identifier: Apache-2.0
// Logic on bytes that are 0 or not, and operations on the bits of integers.
#pragma once

#include "thimblert/config.h"
#include "thimblert/integer_arithmetic.h"
#include "thimblert/kernels/pairs.h"

namespace thimblert {

struct BitsParams {
    int32_t count;
};

THIMBLERT_KERNEL void logical_and_u8(const PairParams& p, const uint8_t* a, const uint8_t* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, uint8_t x, uint8_t y) {
        return static_cast<uint8_t>(x != 0 && y != 0);
    });
}

THIMBLERT_KERNEL void logical_or_u8(const PairParams& p, const uint8_t* a, const uint8_t* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, uint8_t x, uint8_t y) {
        return static_cast<uint8_t>(x != 0 || y != 0);
    });
}

THIMBLERT_KERNEL void logical_xor_u8(const PairParams& p, const uint8_t* a, const uint8_t* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, uint8_t x, uint8_t y) {
        return static_cast<uint8_t>((x != 0) != (y != 0));
    });
}

/// The output may be the input.
THIMBLERT_KERNEL void logical_not_u8(const BitsParams& p, const uint8_t* input, uint8_t* output) {
    const int32_t count = p.count; // stores to output cannot change it
    for (int32_t index = 0; index < count; ++index) {
        output[index] = static_cast<uint8_t>(input[index] == 0);
    }
}

template <typename Element>
THIMBLERT_KERNEL void bitwise_and_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return static_cast<Element>(x & y); });
}

template <typename Element>
THIMBLERT_KERNEL void bitwise_or_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return static_cast<Element>(x | y); });
}

template <typename Element>
THIMBLERT_KERNEL void bitwise_xor_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return static_cast<Element>(x ^ y); });
}

template <typename Element>
THIMBLERT_KERNEL void shift_left_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return shifted_left(x, y); });
}

template <typename Element>
THIMBLERT_KERNEL void shift_right_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return shifted_right(x, y); });
}

/// The output may be the input.
template <typename Element>
THIMBLERT_KERNEL void bitwise_not_integers(const BitsParams& p, const Element* input, Element* output) {
    const int32_t count = p.count; // stores to output cannot change it
    for (int32_t index = 0; index < count; ++index) {
        output[index] = static_cast<Element>(~input[index]);
    }
}

} // namespace thimblert

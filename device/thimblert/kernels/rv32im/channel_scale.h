// SPDX-License-Identifier: Apache-2.0
// A channel's bias and scale as the compiler prepares them for cores that multiply 32 x 32 -> 64 bits: four words that
// leave a sum eight instructions away from its output.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/fixed_point.h"

namespace thimblert {
namespace rv32im {

/// Words of a channel: bias, twice the multiplier, addend, right shift. A right shift of 0 marks the general form,
/// multiplier and shift of requantise() in the second and third word.
constexpr int32_t scale_words = 4;

/// Where outputs go: zero point and activation range.
struct OutputRange {
    int32_t zero_point;
    int32_t low;
    int32_t high;
};

/// The output for `sum`, which holds the bias already. The addend carries the rounding constant of the right shift and
/// the zero point scaled up by it; halves round away from zero because negative sums take one less.
/// Units: in the short form right shift in 1..22; the compiler checks that no sum that can occur overflows.
THIMBLERT_INLINE int8_t scale_sum(int32_t sum, const int32_t* scale, const OutputRange& range) {
    const int32_t right = scale[3];
    int32_t value = 0;
    if (right != 0) {
        const int64_t product = sum * static_cast<int64_t>(static_cast<uint32_t>(scale[1]));
        const int32_t half = static_cast<int32_t>(static_cast<uint32_t>(product) >> 31);
        const int32_t high = static_cast<int32_t>(product >> 32);
        value = (high + half + scale[2] + (sum >> 31)) >> right;
    } else {
        value = requantise(sum, scale[1], scale[2]) + range.zero_point;
    }
    return clamp_s8(value, range.low, range.high);
}

} // namespace rv32im
} // namespace thimblert

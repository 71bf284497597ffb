// SPDX-License-Identifier: Apache-2.0
// What logistic and tanh on int16 share: their argument, and linear interpolation in one table.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

struct SigmoidS16Params {
    int32_t count;
    int32_t multiplier;
    int32_t shift;
};

/// A stored value in steps of 1/12288. Units: multiplier below 2^15, shift in 0..31.
THIMBLERT_INLINE int32_t sigmoid_argument(const SigmoidS16Params& p, int32_t value) {
    const int32_t half = p.shift > 0 ? int32_t{1} << (p.shift - 1) : 0;
    return (value * p.multiplier + half) >> p.shift;
}

/// The logistic function of magnitude / (24 * 2^fraction_bits) in units of 2^-(16 + fraction_bits); from the table's
/// last point on, `end`. Units: table[i] is 65536 times the function at i / 24, less 32768.
THIMBLERT_INLINE int32_t
interpolate_sigmoid(const int16_t* table, int32_t magnitude, int32_t fraction_bits, int32_t end) {
    const int32_t index = magnitude >> fraction_bits;
    if (index >= 255) {
        return end;
    }
    const int32_t fraction = magnitude & ((int32_t{1} << fraction_bits) - 1);
    return ((table[index] + 32768) << fraction_bits) + fraction * (table[index + 1] - table[index]);
}

/// The logistic function of an argument in steps of 1/12288, in steps of 1/32768.
THIMBLERT_INLINE int32_t logistic_s16_at(const int16_t* table, int32_t argument) {
    const int32_t magnitude = argument < 0 ? -argument : argument;
    const int32_t upper = interpolate_sigmoid(table, magnitude, 9, 0x7FFF << 10);
    const int32_t result = argument >= 0 ? upper + 512 : (1 << 25) - upper + 511;
    return result >> 10;
}

/// The hyperbolic tangent of an argument in steps of 1/12288, in steps of 1/32768: 2 * logistic(2x) - 1.
THIMBLERT_INLINE int32_t tanh_s16_at(const int16_t* table, int32_t argument) {
    const int32_t magnitude = argument < 0 ? -argument : argument;
    const int32_t above_half = interpolate_sigmoid(table, magnitude, 8, 0xFFFF << 8) - (1 << 23);
    const int32_t result = argument >= 0 ? above_half + 128 : 127 - above_half;
    return result >> 8;
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Running sums along an axis. The int8 form follows TensorFlow Lite Micro, whose sums begin at minus the zero point.
#pragma once

#include "thimblert/fixed_point.h"

namespace thimblert {

struct CumSumParams {
    int32_t outer_count;
    int32_t extent;
    int32_t inner_count;
    int32_t is_exclusive; // whether a sum leaves its own element out
    int32_t is_reverse;   // whether sums run from the back
};

struct CumSumS8Params {
    int32_t outer_count;
    int32_t extent;
    int32_t inner_count;
    int32_t is_exclusive;
    int32_t is_reverse;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t sum_limit; // sums are clamped to +-sum_limit, so that they stay within 32 bits when shifted
    int32_t left_shift;
    int32_t multiplier;
    int32_t shift;
};

/// Writes finish(sum) for every element of [outer_count, extent, inner_count]; sums begin at `begin` and grow by
/// grow(sum, element). The output may be the input.
template <typename Params, typename Element, typename Sum, typename Grow, typename Finish>
THIMBLERT_INLINE void running_sums(
    const Params& p, const Element* input, Element* output, Sum begin, const Grow& grow, const Finish& finish
) {
    const Params fixed = p; // a local copy: stores to output cannot change it
    const int32_t step = fixed.is_reverse != 0 ? -fixed.inner_count : fixed.inner_count;
    const int32_t start = fixed.is_reverse != 0 ? (fixed.extent - 1) * fixed.inner_count : 0;
    for (int32_t outer = 0; outer < fixed.outer_count; ++outer) {
        for (int32_t inner = 0; inner < fixed.inner_count; ++inner) {
            int32_t place = outer * fixed.extent * fixed.inner_count + start + inner;
            Sum sum = begin;
            for (int32_t index = 0; index < fixed.extent; ++index) {
                const Sum before = sum;
                sum = grow(sum, input[place]);
                output[place] = finish(fixed.is_exclusive != 0 ? before : sum);
                place += step;
            }
        }
    }
}

THIMBLERT_KERNEL void cum_sum_f32(const CumSumParams& p, const float* input, float* output) {
    running_sums(
        p, input, output, 0.0F, [](float sum, float element) { return sum + element; }, [](float sum) { return sum; }
    );
}

/// Sums that do not fit wrap around.
template <typename Element>
THIMBLERT_KERNEL void cum_sum_integers(const CumSumParams& p, const Element* input, Element* output) {
    running_sums(
        p, input, output, uint64_t{0},
        [](uint64_t sum, Element element) { return sum + static_cast<uint64_t>(element); },
        [](uint64_t sum) { return static_cast<Element>(sum); }
    );
}

THIMBLERT_KERNEL void cum_sum_s8(const CumSumS8Params& p, const int8_t* input, int8_t* output) {
    const CumSumS8Params fixed = p; // a local copy: stores to output cannot change it
    running_sums(
        fixed, input, output, -fixed.input_zero_point,
        [&](int32_t sum, int8_t code) { return sum + code - fixed.input_zero_point; },
        [&](int32_t sum) {
            const int32_t shifted = clamp(sum, -fixed.sum_limit, fixed.sum_limit) * (1 << fixed.left_shift);
            return clamp_s8(requantise(shifted, fixed.multiplier, fixed.shift) + fixed.output_zero_point, -128, 127);
        }
    );
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Reductions over any axes to one number each, on float32 and on integers. Shapes are those of ReductionParams.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/reduction_walk.h"

#include <math.h>

namespace thimblert {

struct ReduceSumS8Params {
    int32_t keep_0; // the groups of ReductionParams
    int32_t over_0;
    int32_t keep_1;
    int32_t over_1;
    int32_t keep_2;
    int32_t over_2;
    int32_t keep_3;
    int32_t correction; // count times the input's zero point
    int32_t output_zero_point;
    int32_t multiplier; // input scale / output scale in the form of requantise
    int32_t shift;
};

/// Result of combine(total, element) over the inputs that start at `first`.
template <typename Total, typename Element, typename Combine>
THIMBLERT_INLINE Total
fold_inputs(const ReductionParams& p, const Element* first, Total start, const Combine& combine) {
    Total total = start;
    for_each_reduced(p, [&](int32_t offset) { total = combine(total, first[offset]); });
    return total;
}

/// Writes finish(fold) for every element of the result.
template <typename Combine, typename Finish>
THIMBLERT_INLINE void reduce_floats(
    const ReductionParams& p, const float* input, float* output, float start, const Combine& combine,
    const Finish& finish
) {
    for_each_result(p, [&](int32_t first) {
        *output++ = finish(fold_inputs<float>(p, input + first, start, combine));
    });
}

THIMBLERT_INLINE float same_float(float x) {
    return x;
}

THIMBLERT_INLINE float add_float(float total, float x) {
    return total + x;
}

THIMBLERT_INLINE float add_square(float total, float x) {
    return total + x * x;
}

THIMBLERT_INLINE float larger_float(float a, float b) {
    return b > a ? b : a;
}

THIMBLERT_KERNEL void reduce_sum_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(p, input, output, 0.0F, add_float, same_float);
}

THIMBLERT_KERNEL void reduce_max_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(p, input, output, -INFINITY, larger_float, same_float);
}

THIMBLERT_KERNEL void reduce_min_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(
        p, input, output, INFINITY, [](float a, float b) { return b < a ? b : a; }, same_float
    );
}

THIMBLERT_KERNEL void reduce_prod_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(
        p, input, output, 1.0F, [](float total, float x) { return total * x; }, same_float
    );
}

THIMBLERT_KERNEL void reduce_l1_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(
        p, input, output, 0.0F, [](float total, float x) { return total + fabsf(x); }, same_float
    );
}

THIMBLERT_KERNEL void reduce_l2_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(p, input, output, 0.0F, add_square, [](float total) { return sqrtf(total); });
}

THIMBLERT_KERNEL void reduce_log_sum_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(p, input, output, 0.0F, add_float, [](float total) { return logf(total); });
}

/// Exponentials of the differences to the largest element, which do not overflow.
THIMBLERT_KERNEL void reduce_log_sum_exp_f32(const ReductionParams& p, const float* input, float* output) {
    for_each_result(p, [&](int32_t first) {
        const float largest = fold_inputs<float>(p, input + first, -INFINITY, larger_float);
        const float shift = fabsf(largest) < INFINITY ? largest : 0.0F;
        const float sum =
            fold_inputs<float>(p, input + first, 0.0F, [&](float total, float x) { return total + expf(x - shift); });
        *output++ = shift + logf(sum);
    });
}

THIMBLERT_KERNEL void reduce_sum_square_f32(const ReductionParams& p, const float* input, float* output) {
    reduce_floats(p, input, output, 0.0F, add_square, same_float);
}

/// The unsigned type in which sums and products of integers may wrap; 32 bits hold all smaller ones.
template <typename Element> struct WrappingTotal { typedef uint32_t Type; };

template <> struct WrappingTotal<int64_t> { typedef uint64_t Type; };

/// As reduce_floats; the result is taken modulo the range of Element.
template <typename Element, typename Combine>
THIMBLERT_INLINE void
reduce_modulo(const ReductionParams& p, const Element* input, Element* output, uint32_t start, const Combine& combine) {
    typedef typename WrappingTotal<Element>::Type Total;
    for_each_result(p, [&](int32_t first) {
        *output++ = static_cast<Element>(fold_inputs<Total>(p, input + first, start, [&](Total total, Element x) {
            return combine(total, static_cast<Total>(x), x < 0);
        }));
    });
}

template <typename Element>
THIMBLERT_KERNEL void reduce_sum_integers(const ReductionParams& p, const Element* input, Element* output) {
    typedef typename WrappingTotal<Element>::Type Total;
    reduce_modulo(p, input, output, 0, [](Total total, Total x, bool) { return total + x; });
}

template <typename Element>
THIMBLERT_KERNEL void reduce_prod_integers(const ReductionParams& p, const Element* input, Element* output) {
    typedef typename WrappingTotal<Element>::Type Total;
    reduce_modulo(p, input, output, 1, [](Total total, Total x, bool) { return total * x; });
}

template <typename Element>
THIMBLERT_KERNEL void reduce_l1_integers(const ReductionParams& p, const Element* input, Element* output) {
    typedef typename WrappingTotal<Element>::Type Total;
    reduce_modulo(p, input, output, 0, [](Total total, Total x, bool is_negative) {
        return is_negative ? total - x : total + x;
    });
}

template <typename Element>
THIMBLERT_KERNEL void reduce_sum_square_integers(const ReductionParams& p, const Element* input, Element* output) {
    typedef typename WrappingTotal<Element>::Type Total;
    reduce_modulo(p, input, output, 0, [](Total total, Total x, bool) { return total + x * x; });
}

template <typename Element>
THIMBLERT_KERNEL void reduce_max_integers(const ReductionParams& p, const Element* input, Element* output) {
    for_each_result(p, [&](int32_t first) {
        *output++ =
            fold_inputs<Element>(p, input + first, input[first], [](Element a, Element b) { return b > a ? b : a; });
    });
}

template <typename Element>
THIMBLERT_KERNEL void reduce_min_integers(const ReductionParams& p, const Element* input, Element* output) {
    for_each_result(p, [&](int32_t first) {
        *output++ =
            fold_inputs<Element>(p, input + first, input[first], [](Element a, Element b) { return b < a ? b : a; });
    });
}

/// Sum on int8 with scales.
/// Source: TensorFlow Lite reference of the sum over quantised elements.
THIMBLERT_KERNEL void reduce_sum_s8(const ReduceSumS8Params& p, const int8_t* input, int8_t* output) {
    for_each_result(p, [&](int32_t first) {
        int32_t sum = -p.correction;
        for_each_reduced(p, [&](int32_t offset) { sum += input[first + offset]; });
        *output++ = clamp_s8(requantise(sum, p.multiplier, p.shift) + p.output_zero_point, -128, 127);
    });
}

/// As reduce_sum_s8 on int16 with zero points 0.
THIMBLERT_KERNEL void reduce_sum_s16(const ReduceSumS8Params& p, const int16_t* input, int16_t* output) {
    for_each_result(p, [&](int32_t first) {
        int32_t sum = 0;
        for_each_reduced(p, [&](int32_t offset) { sum += input[first + offset]; });
        *output++ = clamp_s16(requantise(sum, p.multiplier, p.shift), -32768, 32767);
    });
}

} // namespace thimblert

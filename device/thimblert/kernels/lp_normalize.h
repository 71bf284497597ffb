// SPDX-License-Identifier: Apache-2.0
// Division by the L1 or L2 norm along one axis.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

#include <math.h>

namespace thimblert {

struct LpNormalizeParams {
    int32_t outer;
    int32_t count;
    int32_t inner;
    float epsilon;
};

struct L2NormalizeS8Params {
    int32_t rows;
    int32_t columns;
    int32_t zero_point;
};

/// Divides by the norm of each of outer * inner lines; term(x) is added up, finish(sum) is the norm.
template <typename Term, typename Finish>
THIMBLERT_INLINE void
normalize_lines(const LpNormalizeParams& p, const float* input, float* output, const Term& term, const Finish& finish) {
    for (int32_t i = 0; i < p.outer; ++i) {
        for (int32_t j = 0; j < p.inner; ++j) {
            const int32_t first = i * p.count * p.inner + j;
            float sum = 0.0F;
            for (int32_t k = 0; k < p.count; ++k) {
                sum += term(input[first + k * p.inner]);
            }
            const float norm = finish(sum);
            const float divisor = norm > p.epsilon ? norm : p.epsilon;
            for (int32_t k = 0; k < p.count; ++k) {
                output[first + k * p.inner] = input[first + k * p.inner] / divisor;
            }
        }
    }
}

/// x / max(sum |x|, epsilon). The output may be the input.
///
/// Shapes: input and output [outer, count, inner]; the norm is over count.
THIMBLERT_KERNEL void l1_normalize_f32(const LpNormalizeParams& p, const float* input, float* output) {
    normalize_lines(
        p, input, output, [](float x) { return fabsf(x); }, [](float sum) { return sum; }
    );
}

/// x / max(sqrt(sum x^2), epsilon). Shapes as l1_normalize_f32.
THIMBLERT_KERNEL void l2_normalize_f32(const LpNormalizeParams& p, const float* input, float* output) {
    normalize_lines(
        p, input, output, [](float x) { return x * x; }, [](float sum) { return sqrtf(sum); }
    );
}

/// A factor in the form of requantise.
struct ReciprocalRoot {
    int32_t multiplier;
    int32_t shift;
};

/// value * 2^exponent within 32 bits. Units: exponent in 0..31.
THIMBLERT_INLINE int32_t root_shift_left(int32_t value, int32_t exponent) {
    const int64_t wide = static_cast<int64_t>(value) * (int64_t{1} << exponent);
    return wide > INT32_MAX ? INT32_MAX : (wide < INT32_MIN ? INT32_MIN : static_cast<int32_t>(wide));
}

/// 1 / sqrt(value) for a value >= 0, where 0 counts as 1: five Newton-Raphson steps from 1 in Q3.28.
/// Source: TensorFlow Lite, kernels/internal/common.h.
THIMBLERT_INLINE ReciprocalRoot reciprocal_root(int32_t value) {
    if (value <= 1) {
        return {INT32_MAX, 0};
    }
    int32_t right_shift = 11;
    while (value >= (int32_t{1} << 29)) {
        value /= 4;
        ++right_shift;
    }
    const int32_t pairs = (__builtin_clz(static_cast<unsigned int>(value)) - 1) / 2 - 1;
    right_shift -= pairs;
    const int32_t scaled = shift_left(value, 2 * pairs) >> 1;
    const int32_t half = rounding_shift_right(scaled, 1);
    const int32_t three_halves = (int32_t{1} << 28) + (int32_t{1} << 27);
    int32_t x = int32_t{1} << 28;
    for (int32_t step = 0; step < 5; ++step) {
        const int32_t cube = doubling_high_multiply(doubling_high_multiply(x, x), x);
        const int32_t next =
            doubling_high_multiply(three_halves, x) - doubling_high_multiply(half, root_shift_left(cube, 6));
        x = root_shift_left(next, 3);
    }
    const int32_t root = doubling_high_multiply(x, 1518500250); // times sqrt(1/2)
    return {right_shift < 0 ? shift_left(root, -right_shift) : root, right_shift < 0 ? 0 : -right_shift};
}

/// L2 normalisation on int8; output scale 1/128, zero point 0. The output may be the input.
///
/// Shapes: input and output [rows, columns], at most 33024 columns.
/// Source: TensorFlow Lite reference of L2 normalisation.
THIMBLERT_KERNEL void l2_normalize_s8(const L2NormalizeS8Params& p, const int8_t* input, int8_t* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t sum = 0;
        for (int32_t column = 0; column < p.columns; ++column) {
            const int32_t value = input[column] - p.zero_point;
            sum += value * value;
        }
        const ReciprocalRoot root = reciprocal_root(sum);
        for (int32_t column = 0; column < p.columns; ++column) {
            const int32_t value = input[column] - p.zero_point;
            output[column] = clamp_s8(requantise(value, root.multiplier, root.shift + 7), -128, 127);
        }
        input += p.columns;
        output += p.columns;
    }
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Logarithm of the softmax over rows.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_exponential.h"
#include "thimblert/fixed_logarithm.h"
#include "thimblert/fixed_point.h"

#include <math.h>

namespace thimblert {

struct LogSoftmaxS8Params {
    int32_t rows;
    int32_t columns;
    int32_t multiplier;
    int32_t left_shift;
    int32_t diff_min;
    int32_t inverse_multiplier;
    int32_t inverse_shift;
};

struct LogSoftmaxF32Params {
    int32_t rows;
    int32_t columns;
};

/// scale * difference in Q5.26.
THIMBLERT_INLINE int32_t log_softmax_scaled(const LogSoftmaxS8Params& p, int32_t difference) {
    return doubling_high_multiply(shift_left(difference, p.left_shift), p.multiplier);
}

THIMBLERT_INLINE void log_softmax_row_s8(const LogSoftmaxS8Params& p, const int8_t* input, int8_t* output) {
    int32_t largest = input[0];
    for (int32_t column = 1; column < p.columns; ++column) {
        largest = maximum(largest, input[column]);
    }
    int32_t sum = 0; // Q12.19
    for (int32_t column = 0; column < p.columns; ++column) {
        const int32_t difference = input[column] - largest;
        if (difference >= p.diff_min) {
            sum += rounding_shift_right(exponential_of_negative(log_softmax_scaled(p, difference)), 12);
        }
    }
    const int32_t log_sum = logarithm_of_one_or_more(sum);
    // Below it a result would be below the lowest number of Q5.26.
    const int32_t lowest = static_cast<int32_t>(static_cast<uint32_t>(log_sum) + (uint32_t{1} << 31));
    const int32_t threshold = maximum(p.diff_min - 1, requantise(lowest, p.inverse_multiplier, p.inverse_shift));
    for (int32_t column = 0; column < p.columns; ++column) {
        const int32_t difference = input[column] - largest;
        int32_t result = -128;
        if (difference > threshold) {
            // 22 bits from Q5.26 to sixteenths.
            result = rounding_shift_right(log_softmax_scaled(p, difference) - log_sum, 22) + 127;
        }
        output[column] = clamp_s8(result, -128, 127);
    }
}

/// Log-softmax on int8; output scale 1/16, zero point 127. The output may be the input.
///
/// Shapes: input and output [rows, columns], at most 4095 columns, at least one.
/// Units:  multiplier and left_shift bring a difference of inputs to Q5.26, the inverse ones back; differences below
///         diff_min add nothing to the sum.
/// Source: TensorFlow Lite, log-softmax reference.
THIMBLERT_KERNEL void log_softmax_s8(const LogSoftmaxS8Params& p, const int8_t* input, int8_t* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        log_softmax_row_s8(p, input, output);
        input += p.columns;
        output += p.columns;
    }
}

/// Log-softmax on float32. Shapes as log_softmax_s8, any number of columns.
THIMBLERT_KERNEL void log_softmax_f32(const LogSoftmaxF32Params& p, const float* input, float* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        float largest = input[0];
        for (int32_t column = 1; column < p.columns; ++column) {
            largest = input[column] > largest ? input[column] : largest;
        }
        float sum = 0.0F;
        for (int32_t column = 0; column < p.columns; ++column) {
            sum += expf(input[column] - largest);
        }
        const float log_sum = logf(sum);
        for (int32_t column = 0; column < p.columns; ++column) {
            output[column] = input[column] - largest - log_sum;
        }
        input += p.columns;
        output += p.columns;
    }
}

} // namespace thimblert

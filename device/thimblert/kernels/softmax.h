// SPDX-License-Identifier: Apache-2.0
// Softmax over rows.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_exponential.h"
#include "thimblert/fixed_point.h"

#include <math.h>

namespace thimblert {

struct SoftmaxS8Params {
    int32_t rows;
    int32_t columns;
    int32_t multiplier;
    int32_t left_shift;
    int32_t diff_min;
};

struct SoftmaxS16Params {
    int32_t rows;
    int32_t columns;
    int32_t multiplier;
    int32_t shift;
};

struct SoftmaxF32Params {
    int32_t rows;
    int32_t columns;
    float beta;
};

/// exp(beta * scale * difference) in Q0.31.
THIMBLERT_SHARED int32_t softmax_exponential_s8(const SoftmaxS8Params& p, int32_t difference) {
    return exponential_of_negative(doubling_high_multiply(shift_left(difference, p.left_shift), p.multiplier));
}

THIMBLERT_INLINE int32_t largest_s8(const int8_t* values, int32_t count) {
    int32_t largest = values[0];
    for (int32_t index = 1; index < count; ++index) {
        largest = maximum(largest, values[index]);
    }
    return largest;
}

/// Integer bits of the sum of exponentials; 19 fractional bits remain.
constexpr int32_t softmax_sum_integer_bits = 12;

/// Output is int8_t or int16_t; its lowest value is a probability of 0.
template <typename Output>
THIMBLERT_INLINE void softmax_row_s8(const SoftmaxS8Params& p, const int8_t* input, Output* output) {
    const int32_t bits = 8 * static_cast<int32_t>(sizeof(Output));
    const int32_t lowest = -(int32_t{1} << (bits - 1));
    const int32_t largest = largest_s8(input, p.columns);
    int32_t sum = 0;
    for (int32_t column = 0; column < p.columns; ++column) {
        const int32_t difference = input[column] - largest;
        if (difference >= p.diff_min) {
            sum += rounding_shift_right(softmax_exponential_s8(p, difference), softmax_sum_integer_bits);
        }
    }
    const int32_t headroom = __builtin_clz(static_cast<unsigned int>(sum));
    const int32_t fraction = static_cast<int32_t>((static_cast<uint32_t>(sum) << headroom) - (uint32_t{1} << 31));
    const int32_t reciprocal = reciprocal_of_one_plus(fraction);
    const int32_t shift = softmax_sum_integer_bits - headroom + 31 - bits;
    for (int32_t column = 0; column < p.columns; ++column) {
        const int32_t difference = input[column] - largest;
        int32_t probability = lowest;
        if (difference >= p.diff_min) {
            const int32_t share = doubling_high_multiply(reciprocal, softmax_exponential_s8(p, difference));
            // From a sum of 512 on, even a share of all of it is below half a step.
            probability = shift > 31 ? lowest : rounding_shift_right(share, shift) + lowest;
        }
        output[column] = static_cast<Output>(clamp(probability, lowest, -1 - lowest));
    }
}

/// Softmax on int8; output scale 1/256, zero point -128. The output may be the input.
///
/// Shapes: input and output [rows, columns], at most 4095 columns, at least one.
/// Units:  multiplier and left_shift bring a difference of inputs to beta * scale * difference in Q5.26;
///         differences below diff_min count as zero probability.
/// Source: TensorFlow Lite 8-bit quantisation specification, softmax reference.
THIMBLERT_KERNEL void softmax_s8(const SoftmaxS8Params& p, const int8_t* input, int8_t* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        softmax_row_s8(p, input, output);
        input += p.columns;
        output += p.columns;
    }
}

/// As softmax_s8 with an int16 output of scale 1/65536 and zero point -32768, which may not be the input.
THIMBLERT_KERNEL void softmax_s8_s16(const SoftmaxS8Params& p, const int8_t* input, int16_t* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        softmax_row_s8(p, input, output);
        input += p.columns;
        output += p.columns;
    }
}

/// The function of a table of 513 values at value, whose range -32768 .. 32768 is that of the table.
THIMBLERT_INLINE int32_t interpolate_s16(const int16_t* table, int32_t value) {
    const int32_t position = value + 32768;
    const int32_t index = position >> 7;
    const int32_t slope = table[index + 1] - table[index];
    return table[index] + ((slope * (position & 127) + 64) >> 7);
}

THIMBLERT_INLINE void softmax_row_s16(
    const SoftmaxS16Params& p, const int16_t* input, const int16_t* exponentials, const int16_t* reciprocals,
    int16_t* output
) {
    int32_t largest = input[0];
    for (int32_t column = 1; column < p.columns; ++column) {
        largest = maximum(largest, input[column]);
    }
    int32_t sum = 0;
    for (int32_t column = 0; column < p.columns; ++column) {
        // At most 0 unless the product wraps, so that what is below all that the table holds saturates.
        const int32_t scaled = requantise(input[column] - largest, p.multiplier, p.shift);
        const int32_t position = scaled > 0 ? 32767 : maximum(scaled, -65535) + 32767;
        output[column] = static_cast<int16_t>(interpolate_s16(exponentials, position));
        sum += output[column];
    }
    const int32_t headroom = __builtin_clz(static_cast<unsigned int>(sum));
    const int32_t bits = static_cast<int32_t>(static_cast<uint32_t>(sum) << (headroom - 1)); // bit 30 is set
    const int32_t mantissa = (bits >> 14) + ((bits >> 13) & 1);
    const int32_t scale = interpolate_s16(reciprocals, minimum(mantissa - 65536 - 32768, 32767));
    const int32_t shift = 31 - headroom;
    const int32_t half = int32_t{1} << (shift - 1);
    for (int32_t column = 0; column < p.columns; ++column) {
        output[column] = clamp_s16((output[column] * scale + half) >> shift, 0, 32767);
    }
}

/// Softmax on int16; output scale 1/32768. The output may be the input.
///
/// Shapes: input and output [rows, columns], at most 65535 columns, at least one; tables of 513 values.
/// Units:  multiplier and shift bring a difference of inputs to beta * scale * difference in steps of 10 / 65535;
///         exponentials from -10 to 0 and reciprocals of 1 + x from 0 to 1, both in Q0.15.
/// Source: TensorFlow Lite, 16-bit softmax reference.
THIMBLERT_KERNEL void softmax_s16(
    const SoftmaxS16Params& p, const int16_t* input, const int16_t* exponentials, const int16_t* reciprocals,
    int16_t* output
) {
    for (int32_t row = 0; row < p.rows; ++row) {
        softmax_row_s16(p, input, exponentials, reciprocals, output);
        input += p.columns;
        output += p.columns;
    }
}

/// Softmax on float32. Shapes as softmax_s8, any number of columns.
THIMBLERT_KERNEL void softmax_f32(const SoftmaxF32Params& p, const float* input, float* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        float largest = input[0];
        for (int32_t column = 1; column < p.columns; ++column) {
            largest = input[column] > largest ? input[column] : largest;
        }
        float sum = 0.0F;
        for (int32_t column = 0; column < p.columns; ++column) {
            output[column] = expf((input[column] - largest) * p.beta);
            sum += output[column];
        }
        for (int32_t column = 0; column < p.columns; ++column) {
            output[column] /= sum;
        }
        input += p.columns;
        output += p.columns;
    }
}

} // namespace thimblert

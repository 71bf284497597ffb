// SPDX-License-Identifier: Apache-2.0
// Resizing two neighbouring axes: float32 by tables of elements and weights, int8 images as TensorFlow Lite does it.
#pragma once

#include "thimblert/clamp.h"

namespace thimblert {

struct ResizeParams {
    int32_t outer_count;
    int32_t input_height;
    int32_t input_width;
    int32_t output_height;
    int32_t output_width;
    int32_t inner_count;
    int32_t row_taps; // elements of a column that make one of the output
    int32_t column_taps;
    float extrapolation_value; // where a table's first index is -1
};

/// Shapes: input [outer_count, input_height, input_width, inner_count], output alike; rows and row_weights
/// [output_height, row_taps], columns and column_weights [output_width, column_taps].
THIMBLERT_KERNEL void resize_f32(
    const ResizeParams& p, const float* input, const int32_t* rows, const float* row_weights, const int32_t* columns,
    const float* column_weights, float* output
) {
    const ResizeParams fixed = p; // a local copy: stores to output cannot change it
    const int32_t row_stride = fixed.input_width * fixed.inner_count;
    for (int32_t outer = 0; outer < fixed.outer_count; ++outer) {
        for (int32_t y = 0; y < fixed.output_height; ++y) {
            const int32_t* row = rows + y * fixed.row_taps;
            for (int32_t x = 0; x < fixed.output_width; ++x) {
                const int32_t* column = columns + x * fixed.column_taps;
                const bool is_inside = *row >= 0 && *column >= 0;
                for (int32_t c = 0; c < fixed.inner_count; ++c) {
                    float sum = 0.0F;
                    for (int32_t i = 0; is_inside && i < fixed.row_taps; ++i) {
                        const float* elements = input + row[i] * row_stride + c;
                        float row_sum = 0.0F;
                        for (int32_t j = 0; j < fixed.column_taps; ++j) {
                            row_sum +=
                                column_weights[x * fixed.column_taps + j] * elements[column[j] * fixed.inner_count];
                        }
                        sum += row_weights[y * fixed.row_taps + i] * row_sum;
                    }
                    *output++ = is_inside ? sum : fixed.extrapolation_value;
                }
            }
        }
        input += fixed.input_height * row_stride;
    }
}

struct ResizeBilinearS8Params {
    int32_t batch_count;
    int32_t input_height;
    int32_t input_width;
    int32_t output_height;
    int32_t output_width;
    int32_t channels;
    int32_t row_step; // from one row of the output to the next, in 1/1024 of a row of the input
    int32_t row_offset;
    int32_t column_step;
    int32_t column_offset;
};

/// Two neighbours of a position, and how far it is from the first in 1/1024.
struct Neighbours {
    int32_t first;
    int32_t second;
    int32_t fraction;
};

THIMBLERT_INLINE Neighbours neighbours(int32_t position, int32_t extent) {
    Neighbours result;
    result.first = maximum(position / 1024, 0);
    result.second = minimum((position + 1023) / 1024, extent - 1);
    result.fraction = position - result.first * 1024;
    return result;
}

/// Source: TensorFlow Lite, kernels/internal/reference/resize_bilinear.h.
THIMBLERT_KERNEL void resize_bilinear_s8(const ResizeBilinearS8Params& p, const int8_t* input, int8_t* output) {
    const ResizeBilinearS8Params fixed = p; // a local copy: stores to output cannot change it
    const int32_t row_stride = fixed.input_width * fixed.channels;
    for (int32_t batch = 0; batch < fixed.batch_count; ++batch) {
        for (int32_t y = 0; y < fixed.output_height; ++y) {
            const Neighbours row = neighbours(y * fixed.row_step + fixed.row_offset, fixed.input_height);
            const int8_t* top = input + row.first * row_stride;
            const int8_t* bottom = input + row.second * row_stride;
            for (int32_t x = 0; x < fixed.output_width; ++x) {
                const Neighbours column = neighbours(x * fixed.column_step + fixed.column_offset, fixed.input_width);
                const int32_t left = column.first * fixed.channels;
                const int32_t right = column.second * fixed.channels;
                for (int32_t c = 0; c < fixed.channels; ++c) {
                    // Within 32 bits: codes of 8 bits, two weights that sum to 2^10, twice.
                    const int32_t above = top[left + c] * (1024 - column.fraction) + top[right + c] * column.fraction;
                    const int32_t below =
                        bottom[left + c] * (1024 - column.fraction) + bottom[right + c] * column.fraction;
                    const int32_t sum = above * (1024 - row.fraction) + below * row.fraction;
                    *output++ = static_cast<int8_t>((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
                }
            }
        }
        input += fixed.input_height * row_stride;
    }
}

} // namespace thimblert

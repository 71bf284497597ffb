// SPDX-License-Identifier: Apache-2.0
// Products of matrices that are both computed at run time, portable: one strided dot product an output, so that
// transposed and broadcast inputs need no copy.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct MatMulF32Params {
    int32_t batch_0; // matrices: extents, and strides in elements, 0 along a repeated axis
    int32_t batch_1;
    int32_t batch_2;
    int32_t batch_3;
    int32_t a_stride_0;
    int32_t a_stride_1;
    int32_t a_stride_2;
    int32_t a_stride_3;
    int32_t b_stride_0;
    int32_t b_stride_1;
    int32_t b_stride_2;
    int32_t b_stride_3;
    int32_t rows;
    int32_t depth;
    int32_t columns;
    int32_t a_row_stride;
    int32_t a_depth_stride;
    int32_t b_depth_stride;
    int32_t b_column_stride;
};

struct MatMulS8Params {
    int32_t batch_0;
    int32_t batch_1;
    int32_t batch_2;
    int32_t batch_3;
    int32_t a_stride_0;
    int32_t a_stride_1;
    int32_t a_stride_2;
    int32_t a_stride_3;
    int32_t b_stride_0;
    int32_t b_stride_1;
    int32_t b_stride_2;
    int32_t b_stride_3;
    int32_t rows;
    int32_t depth;
    int32_t columns;
    int32_t a_row_stride;
    int32_t a_depth_stride;
    int32_t b_depth_stride;
    int32_t b_column_stride;
    int32_t a_zero_point;
    int32_t b_zero_point;
    int32_t output_zero_point;
    int32_t multiplier;
    int32_t shift;
};

struct MatMulIntegersParams {
    int32_t batch_0;
    int32_t batch_1;
    int32_t batch_2;
    int32_t batch_3;
    int32_t a_stride_0;
    int32_t a_stride_1;
    int32_t a_stride_2;
    int32_t a_stride_3;
    int32_t b_stride_0;
    int32_t b_stride_1;
    int32_t b_stride_2;
    int32_t b_stride_3;
    int32_t rows;
    int32_t depth;
    int32_t columns;
    int32_t a_row_stride;
    int32_t a_depth_stride;
    int32_t b_depth_stride;
    int32_t b_column_stride;
    int32_t a_zero_point_stride; // 1: one zero point a row; 0: one for all
    int32_t b_zero_point_stride; // 1: one zero point a column; 0: one for all
};

/// Calls visit(a_index of the row, b_index of the column, row, column) for every output element, in memory order.
template <typename Params, typename Visit>
THIMBLERT_INLINE void for_each_matrix_product(const Params& p, const Visit& visit) {
    for (int32_t i = 0; i < p.batch_0; ++i) {
        for (int32_t j = 0; j < p.batch_1; ++j) {
            for (int32_t k = 0; k < p.batch_2; ++k) {
                for (int32_t l = 0; l < p.batch_3; ++l) {
                    int32_t a = i * p.a_stride_0 + j * p.a_stride_1 + k * p.a_stride_2 + l * p.a_stride_3;
                    const int32_t first = i * p.b_stride_0 + j * p.b_stride_1 + k * p.b_stride_2 + l * p.b_stride_3;
                    for (int32_t row = 0; row < p.rows; ++row) {
                        int32_t b = first;
                        for (int32_t column = 0; column < p.columns; ++column) {
                            visit(a, b, row, column);
                            b += p.b_column_stride;
                        }
                        a += p.a_row_stride;
                    }
                }
            }
        }
    }
}

/// Products of float32 matrices.
///
/// Shapes: a [.., m, k], b [.., k, n], output [.., m, n]; strides say where they lie.
THIMBLERT_KERNEL void mat_mul_f32(const MatMulF32Params& p, const float* a, const float* b, float* output) {
    for_each_matrix_product(p, [&](int32_t a_index, int32_t b_index, int32_t, int32_t) {
        float sum = 0.0F;
        const float* x = a + a_index;
        const float* y = b + b_index;
        for (int32_t d = 0; d < p.depth; ++d) {
            sum += *x * *y;
            x += p.a_depth_stride;
            y += p.b_depth_stride;
        }
        *output++ = sum;
    });
}

/// Products of int8 matrices. Shapes as mat_mul_f32.
///
/// Units:  affine int8 with one scale a tensor.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void mat_mul_s8(const MatMulS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    const int32_t a_zero_point = p.a_zero_point;
    const int32_t b_zero_point = p.b_zero_point;
    for_each_matrix_product(p, [&](int32_t a_index, int32_t b_index, int32_t, int32_t) {
        int32_t sum = 0;
        const int8_t* x = a + a_index;
        const int8_t* y = b + b_index;
        for (int32_t d = 0; d < p.depth; ++d) {
            sum += (*x - a_zero_point) * (*y - b_zero_point);
            x += p.a_depth_stride;
            y += p.b_depth_stride;
        }
        *output++ = clamp_s8(requantise(sum, p.multiplier, p.shift) + p.output_zero_point, -128, 127);
    });
}

/// What products of an integer type are summed in; sums wrap.
template <typename Element> struct IntegerSum {
    typedef int32_t Signed;
    typedef uint32_t Unsigned;
};

template <> struct IntegerSum<int64_t> {
    typedef int64_t Signed;
    typedef uint64_t Unsigned;
};

/// Products of integer matrices less their zero points. Shapes as mat_mul_f32; zero points [1], [m] or [n].
template <typename Element>
THIMBLERT_KERNEL void mat_mul_integers(
    const MatMulIntegersParams& p, const Element* a, const Element* b, const Element* a_zero_points,
    const Element* b_zero_points, typename IntegerSum<Element>::Signed* output
) {
    typedef typename IntegerSum<Element>::Unsigned Unsigned;
    for_each_matrix_product(p, [&](int32_t a_index, int32_t b_index, int32_t row, int32_t column) {
        const Unsigned a_zero_point = static_cast<Unsigned>(a_zero_points[row * p.a_zero_point_stride]);
        const Unsigned b_zero_point = static_cast<Unsigned>(b_zero_points[column * p.b_zero_point_stride]);
        Unsigned sum = 0;
        const Element* x = a + a_index;
        const Element* y = b + b_index;
        for (int32_t d = 0; d < p.depth; ++d) {
            sum += (static_cast<Unsigned>(*x) - a_zero_point) * (static_cast<Unsigned>(*y) - b_zero_point);
            x += p.a_depth_stride;
            y += p.b_depth_stride;
        }
        *output++ = static_cast<typename IntegerSum<Element>::Signed>(sum);
    });
}

} // namespace thimblert

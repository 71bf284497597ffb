// SPDX-License-Identifier: Apache-2.0
// Where the elements of mat_mul's two inputs lie, for the reference and for lowering, and its factor in int8.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// One axis over which matrices repeat: its extent and the distances in elements between neighbours of each input,
/// 0 where an input is broadcast.
struct MatrixBatchAxis {
    std::int64_t extent = 1;
    std::int64_t a_stride = 0;
    std::int64_t b_stride = 0;
};

/// output[batch, row, column] = sum over d of a[batch, row, d] * b[batch, d, column]; transposition lies in the
/// strides.
struct MatMulGeometry {
    std::vector<MatrixBatchAxis> batch; ///< neighbouring axes that can be walked as one are one
    std::int64_t rows = 1;
    std::int64_t depth = 1;
    std::int64_t columns = 1;
    std::int64_t a_row_stride = 0;
    std::int64_t a_depth_stride = 0;
    std::int64_t b_depth_stride = 0;
    std::int64_t b_column_stride = 0;
};

MatMulGeometry mat_mul_geometry(const NodeView& node);

/// Whether the node multiplies numbers as they are: integers without a scale.
bool is_integer_mat_mul(const NodeView& node);

/// a's scale times b's scale, rounded to float, over the output's scale.
///
/// Source: TensorFlow Lite, kernels/kernel_util.cc (GetQuantizedConvolutionMultipler), as batch_matmul.cc calls it.
QuantizedMultiplier mat_mul_multiplier(const NodeView& node);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Transposed convolutions and products of two matrices.
#include "thimble/export/tflite/activation.h"
#include "thimble/export/tflite/export_table.h"
#include "thimble/export/tflite/padding.h"
#include "thimble/ops/volume_geometry.h"

namespace thimble::tflite_export {

namespace {

void write_transpose_conv(NodeWriter& writer) {
    const NodeView& view = writer.view();
    const VolumeGeometry geometry = volume_geometry(view);
    if (view.input(0).shape.rank() != 4 || geometry.groups != 1 || geometry.dilation != Extent3d{1, 1, 1}) {
        throw_inexpressible("a transposed convolution over volumes, in groups or dilated");
    }
    // The format pads what the convolution that this one transposes reads: its output.
    Window window{
        .size = {geometry.weights[2], geometry.weights[3]},
        .stride = {geometry.stride[1], geometry.stride[2]},
        .dilation = {1, 1},
        .padding = {}};
    tflite::TransposeConvOptionsT options;
    if (geometry.padding != Extent3d{}) {
        options.padding = tflite::Padding::SAME;
        const Extent2d total = same_padding_totals(window, view.output().shape);
        if (geometry.padding != Extent3d{0, total.height / 2, total.width / 2}) {
            throw_inexpressible("the padding of the transposed convolution");
        }
    } else {
        options.padding = tflite::Padding::VALID;
    }
    options.stride_h = static_cast<std::int32_t>(window.stride.height);
    options.stride_w = static_cast<std::int32_t>(window.stride.width);
    options.fused_activation_function = fused_activation(writer.attributes());
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    const std::vector<std::int32_t> own = writer.inputs();
    std::vector<std::int32_t> inputs = {
        writer.add_integers("output_shape", {4}, view.output().shape.extents()), own[1], own[0]};
    inputs.insert(inputs.end(), own.begin() + 2, own.end());
    writer.write({tflite::BuiltinOperator::TRANSPOSE_CONV, 3}, std::move(inputs), std::move(packed));
}

void write_mat_mul(NodeWriter& writer) {
    tflite::BatchMatMulOptionsT options;
    options.adj_x = writer.attributes().get<std::int64_t>("transpose_a") != 0;
    options.adj_y = writer.attributes().get<std::int64_t>("transpose_b") != 0;
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::BATCH_MATMUL, 4}, writer.inputs(), std::move(packed));
}

constexpr ExportRow rows[] = {
    {"transpose_conv", write_transpose_conv},
    {"mat_mul", write_mat_mul},
};

} // namespace

std::span<const ExportRow> product_rows() {
    return rows;
}

} // namespace thimble::tflite_export

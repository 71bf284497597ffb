// SPDX-License-Identifier: Apache-2.0
// Operators that reduce a neighbourhood or whole axes.
#include "thimble/export/tflite/activation.h"
#include "thimble/export/tflite/export_table.h"
#include "thimble/export/tflite/padding.h"
#include "thimble/ops/pool2d.h"

namespace thimble::tflite_export {

namespace {

void write_pool(NodeWriter& writer, tflite::BuiltinOperator code) {
    const Window window = pool2d_window(writer.view());
    const std::optional<tflite::Padding> word = padding_word(window, writer.view().input(0).shape);
    if (!word) {
        // A PAD before it would be averaged, or win as the maximum.
        throw_inexpressible("pooling with padding other than SAME or VALID");
    }
    tflite::Pool2DOptionsT options;
    options.padding = *word;
    options.filter_height = static_cast<std::int32_t>(window.size.height);
    options.filter_width = static_cast<std::int32_t>(window.size.width);
    options.stride_h = static_cast<std::int32_t>(window.stride.height);
    options.stride_w = static_cast<std::int32_t>(window.stride.width);
    options.fused_activation_function = fused_activation(writer.attributes());
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({code, 2}, writer.inputs(), std::move(packed));
}

void write_average_pool2d(NodeWriter& writer) {
    write_pool(writer, tflite::BuiltinOperator::AVERAGE_POOL_2D);
}

void write_max_pool2d(NodeWriter& writer) {
    write_pool(writer, tflite::BuiltinOperator::MAX_POOL_2D);
}

void write_mean(NodeWriter& writer) {
    const auto& axes = writer.attributes().get<std::vector<std::int64_t>>("axes");
    tflite::ReducerOptionsT options;
    options.keep_dims = writer.attributes().get<std::int64_t>("keep_dims") != 0;
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    std::vector<std::int32_t> inputs = writer.inputs();
    inputs.push_back(writer.add_integers("axes", {static_cast<std::int64_t>(axes.size())}, axes));
    writer.write({tflite::BuiltinOperator::MEAN, 2}, std::move(inputs), std::move(packed));
}

constexpr ExportRow rows[] = {
    {"average_pool2d", write_average_pool2d},
    {"max_pool2d", write_max_pool2d},
    {"mean", write_mean},
};

} // namespace

std::span<const ExportRow> pooling_rows() {
    return rows;
}

} // namespace thimble::tflite_export

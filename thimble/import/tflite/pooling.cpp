// SPDX-License-Identifier: Apache-2.0
// Operators that reduce a neighbourhood or whole axes.
#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/axes.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/padding.h"

namespace thimble::tflite_import {

namespace {

void translate_pool(OperatorReader& reader, const std::string& op) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    const auto& options = reader.options<tflite::Pool2DOptions>();
    const Window window{
        .size = {options.filter_height(), options.filter_width()},
        .stride = {options.stride_h(), options.stride_w()},
        .dilation = {},
        .padding = {}};
    Attributes attributes{
        {"window", std::vector{window.size.height, window.size.width}},
        {"stride", std::vector{window.stride.height, window.stride.width}},
        {"padding", explicit_padding(options.padding(), window, reader.input_type(0).shape)}};
    set_activation(attributes, options.fused_activation_function());
    reader.add_node(op, {reader.input(0, "input")}, std::move(attributes));
}

void translate_average_pool2d(OperatorReader& reader) {
    translate_pool(reader, "average_pool2d");
}

void translate_max_pool2d(OperatorReader& reader) {
    translate_pool(reader, "max_pool2d");
}

void translate_mean(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_matching_types(0);
    const auto* options = reader.optional_options<tflite::ReducerOptions>();
    const std::int64_t keep_dims = options != nullptr && options->keep_dims() ? 1 : 0;
    std::vector<std::int64_t> axes = distinct_axes(reader.integers(1, "axes"), reader.input_type(0).shape.rank());
    reader.add_node("mean", {reader.input(0, "input")}, {{"axes", std::move(axes)}, {"keep_dims", keep_dims}});
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {AVERAGE_POOL_2D, {"AvgPool", ""}, translate_average_pool2d},
    {MAX_POOL_2D, {"MaxPool", ""}, translate_max_pool2d},
    {MEAN, {"Mean", ""}, translate_mean},
};

} // namespace

std::span<const OperatorRow> pooling_rows() {
    return rows;
}

} // namespace thimble::tflite_import

// SPDX-License-Identifier: Apache-2.0
// Reductions over axes, and operators that normalise along the last one. MEAN is with the pools.
#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/axes.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/padding.h"
#include "thimble/import/tflite/unsupported.h"

namespace thimble::tflite_import {

namespace {

void translate_reduction(OperatorReader& reader, const std::string& op) {
    reader.expect_inputs(2, 2);
    const DataType type = reader.input_type(0).data_type;
    if (type == DataType::float32 || type == DataType::int8) {
        reader.expect_matching_types(0);
    }
    const auto* options = reader.optional_options<tflite::ReducerOptions>();
    const std::int64_t keep_dims = options != nullptr && options->keep_dims() ? 1 : 0;
    std::vector<std::int64_t> axes = distinct_axes(reader.integers(1, "axes"), reader.input_type(0).shape.rank());
    reader.add_node(op, {reader.input(0, "input")}, {{"axes", std::move(axes)}, {"keep_dims", keep_dims}});
}

void translate_sum(OperatorReader& reader) {
    translate_reduction(reader, "reduce_sum");
}

void translate_reduce_max(OperatorReader& reader) {
    translate_reduction(reader, "reduce_max");
}

void translate_reduce_min(OperatorReader& reader) {
    translate_reduction(reader, "reduce_min");
}

void translate_reduce_prod(OperatorReader& reader) {
    if (reader.input_type(0).quantization) {
        throw Unsupported{"quantised products over axes", "keep that part of the model in float32"};
    }
    translate_reduction(reader, "reduce_prod");
}

void translate_reduce_any(OperatorReader& reader) {
    translate_reduction(reader, "reduce_any");
}

void translate_reduce_all(OperatorReader& reader) {
    translate_reduction(reader, "reduce_all");
}

void translate_log_softmax(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    reader.add_node("log_softmax", {reader.input(0, "input")}, {});
}

void translate_l2_normalization(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    const auto* options = reader.optional_options<tflite::L2NormOptions>();
    if (options != nullptr && options->fused_activation_function() != tflite::ActivationFunctionType::NONE) {
        throw Unsupported{"L2 normalisation with a fused activation", "put the activation behind it"};
    }
    const std::int64_t axis = axis_from_zero(-1, reader.input_type(0).shape.rank());
    reader.add_node(
        "lp_normalize", {reader.input(0, "input")}, {{"axis", axis}, {"epsilon", 1e-6}, {"p", std::int64_t{2}}}
    );
}

/// The window of TensorFlow Lite's reference ends one channel below the radius.
void translate_local_response_normalization(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    const auto& options = reader.options<tflite::LocalResponseNormalizationOptions>();
    const std::int64_t radius = options.radius();
    reader.add_node(
        "lrn", {reader.input(0, "input")},
        {{"before", radius},
         {"after", radius - 1},
         {"alpha", double{options.alpha()}},
         {"beta", double{options.beta()}},
         {"bias", double{options.bias()}}}
    );
}

/// Square root of the mean square over a window.
void translate_l2_pool2d(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    if (reader.input_type(0).data_type != DataType::float32) {
        throw Unsupported{"quantised L2 pooling", "keep that part of the model in float32"};
    }
    const auto& options = reader.options<tflite::Pool2DOptions>();
    const Window window{
        .size = {options.filter_height(), options.filter_width()},
        .stride = {options.stride_h(), options.stride_w()},
        .dilation = {},
        .padding = {}};
    const std::vector<double> range = activation_range(options.fused_activation_function());
    const ValueId squares =
        reader.add_inner_node("square", "squares", {reader.input(0, "input")}, {}, reader.input_type(0));
    const ValueId means = reader.add_inner_node(
        "average_pool2d", "means", {squares},
        {{"window", std::vector{window.size.height, window.size.width}},
         {"stride", std::vector{window.stride.height, window.stride.width}},
         {"padding", explicit_padding(options.padding(), window, reader.input_type(0).shape)}},
        reader.output_type()
    );
    if (options.fused_activation_function() == tflite::ActivationFunctionType::NONE) {
        reader.add_node("sqrt", {means}, {});
        return;
    }
    const ValueId roots = reader.add_inner_node("sqrt", "roots", {means}, {}, reader.output_type());
    reader.add_node("clip", {roots}, {{"minimum", range[0]}, {"maximum", range[1]}});
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {SUM, {"Sum", ""}, translate_sum},
    {REDUCE_MAX, {"Max", ""}, translate_reduce_max},
    {REDUCE_MIN, {"Min", ""}, translate_reduce_min},
    {REDUCE_PROD, {"Prod", ""}, translate_reduce_prod},
    {REDUCE_ANY, {"Any", ""}, translate_reduce_any},
    {REDUCE_ALL, {"All", ""}, translate_reduce_all},
    {LOG_SOFTMAX, {"LogSoftmax", ""}, translate_log_softmax},
    {L2_NORMALIZATION, {"l2_normalize", ""}, translate_l2_normalization},
    {LOCAL_RESPONSE_NORMALIZATION, {"LRN", ""}, translate_local_response_normalization},
    {L2_POOL_2D, {"Sqrt", ""}, translate_l2_pool2d},
};

} // namespace

std::span<const OperatorRow> reduction_rows() {
    return rows;
}

} // namespace thimble::tflite_import

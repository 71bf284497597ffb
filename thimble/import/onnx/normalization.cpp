// SPDX-License-Identifier: Apache-2.0
// Operators that bring mean and variance to 0 and 1, over axes or channels, and LRN.
#include "thimble/import/onnx/layout.h"
#include "thimble/import/onnx/operator_table.h"

#include <numeric>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

Integers axes_between(std::size_t first, std::size_t last) {
    Integers axes(last - first);
    std::iota(axes.begin(), axes.end(), static_cast<std::int64_t>(first));
    return axes;
}

ValueId variance(NodeReader& reader, ValueId input, ValueId mean, const Integers& axes) {
    const ValueId squares = reader.add("square", {reader.add("sub", {input, mean})});
    return reader.add("mean", {squares}, {{"axes", axes}, {"keep_dims", std::int64_t{1}}});
}

/// 1 / sqrt(variance + epsilon).
ValueId deviation_factor(NodeReader& reader, ValueId of_variance, double epsilon) {
    return reader.add("rsqrt", {reader.add("add", {of_variance, reader.add_real("epsilon", epsilon)})});
}

/// Statistics known beforehand: a product and a sum by channel, which are constants as a rule.
void translate_inference(NodeReader& reader, double epsilon) {
    const ValueId factor = reader.add("mul", {reader.input(1), deviation_factor(reader, reader.input(4), epsilon)});
    const ValueId offset = reader.add("sub", {reader.input(2), reader.add("mul", {reader.input(3), factor})});
    const ValueId input = to_channels_last(reader, reader.input(0));
    const ValueId scaled = reader.add("mul", {input, factor});
    reader.define(0, to_channels_first(reader, reader.add("add", {scaled, offset})));
}

/// old * momentum + current * (1 - momentum).
ValueId running(NodeReader& reader, ValueId old, ValueId current, double momentum) {
    const ValueId kept = reader.add("mul", {old, reader.add_real("momentum", momentum)});
    const ValueId added = reader.add("mul", {current, reader.add_real("rest", 1.0 - momentum)});
    return reader.add("add", {kept, added});
}

/// Statistics of this batch, and those of all that came before.
void translate_training(NodeReader& reader, double epsilon) {
    const ValueId input = to_channels_last(reader, reader.input(0));
    const Integers axes = axes_between(0, reader.shape(input).rank() - 1);
    const ValueId output =
        reader.add("normalize", {input, reader.input(1), reader.input(2)}, {{"axes", axes}, {"epsilon", epsilon}});
    reader.define(0, to_channels_first(reader, output));
    const double momentum = reader.attributes().real("momentum", 0.9);
    const Integers channels = {reader.shape(input).extents().back()};
    const ValueId mean = reader.add("mean", {input}, {{"axes", axes}, {"keep_dims", std::int64_t{1}}});
    if (reader.has_output(1)) {
        reader.define(1, running(reader, reader.input(3), reader.reshape(mean, channels), momentum));
    }
    if (reader.has_output(2)) {
        const ValueId current = reader.reshape(variance(reader, input, mean, axes), channels);
        reader.define(2, running(reader, reader.input(4), current, momentum));
    }
}

void translate_batch_normalization(NodeReader& reader) {
    reader.expect_inputs(5, 5);
    const double epsilon = reader.attributes().real("epsilon", 1e-5);
    if (reader.attributes().integer("spatial", 1) == 0) {
        throw Unsupported{"statistics for every element", "export the model with operator set 9 or later"};
    }
    if (reader.attributes().integer("training_mode", 0) != 0) {
        translate_training(reader, epsilon);
        return;
    }
    if (reader.has_output(1)) {
        throw Unsupported{"the training form of before operator set 14", "export the model for inference"};
    }
    translate_inference(reader, epsilon);
}

void translate_layer_normalization(NodeReader& reader) {
    reader.expect_inputs(2, 3);
    const ValueId input = reader.input(0);
    const std::size_t rank = reader.shape(input).rank();
    const std::int64_t first = NodeReader::axis_from_zero(reader.attributes().integer("axis", -1), rank);
    const Integers axes = axes_between(static_cast<std::size_t>(first), rank);
    const double epsilon = reader.attributes().real("epsilon", 1e-5);
    const ValueId scale = reader.input(1);
    const bool is_one_call = reader.has_input(2) && reader.shape(scale) == reader.shape(reader.input(2));
    std::vector<ValueId> inputs = {input, scale};
    if (is_one_call) {
        inputs.push_back(reader.input(2));
    }
    ValueId output = reader.add("normalize", inputs, {{"axes", axes}, {"epsilon", epsilon}});
    if (reader.has_input(2) && !is_one_call) {
        output = reader.add("add", {output, reader.input(2)});
    }
    reader.define(0, output);
    if (!reader.has_output(1) && !reader.has_output(2)) {
        return;
    }
    const ValueId mean = reader.add("mean", {input}, {{"axes", axes}, {"keep_dims", std::int64_t{1}}});
    reader.define(1, mean);
    if (reader.has_output(2)) {
        reader.define(2, deviation_factor(reader, variance(reader, input, mean, axes), epsilon));
    }
}

void translate_rms_normalization(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const ValueId input = reader.input(0);
    const std::size_t rank = reader.shape(input).rank();
    const std::int64_t first = NodeReader::axis_from_zero(reader.attributes().integer("axis", -1), rank);
    reader.define(
        0, reader.add(
               "normalize", {input, reader.input(1)},
               {{"axes", axes_between(static_cast<std::size_t>(first), rank)},
                {"epsilon", reader.attributes().real("epsilon", 1e-5)},
                {"centered", std::int64_t{0}}}
           )
    );
}

/// Errors: ModelError E0321 for a value without channels and at least one axis behind them.
void expect_image(NodeReader& reader, ValueId id) {
    if (reader.shape(id).rank() < 3) {
        throw ModelError(
            "E0321", fmt::format("input is {}, expected [batch, channels, ...]", reader.shape(id).to_string())
        );
    }
}

void translate_instance_normalization(NodeReader& reader) {
    reader.expect_inputs(3, 3);
    expect_image(reader, reader.input(0));
    const ValueId input = to_channels_last(reader, reader.input(0));
    const ValueId output = reader.add(
        "normalize", {input, reader.input(1), reader.input(2)},
        {{"axes", axes_between(1, reader.shape(input).rank() - 1)},
         {"epsilon", reader.attributes().real("epsilon", 1e-5)}}
    );
    reader.define(0, to_channels_first(reader, output));
}

void translate_group_normalization(NodeReader& reader) {
    reader.expect_inputs(3, 3);
    expect_image(reader, reader.input(0));
    const ValueId input = to_channels_last(reader, reader.input(0));
    const Shape shape = reader.shape(input);
    const std::int64_t channels = shape.extents().back();
    const std::int64_t groups = reader.attributes().integer("num_groups");
    if (groups < 1 || channels % groups != 0) {
        throw ModelError("E0323", fmt::format("num_groups is {}, expected a divisor of {} channels", groups, channels));
    }
    const std::int64_t pixels = shape.element_count() / (shape[0] * channels);
    const ValueId grouped = reader.reshape(input, {shape[0], pixels, groups, channels / groups});
    // Since operator set 21 there is one scale a channel, before one a group.
    const Integers parameters = {groups, reader.opset() < 21 ? 1 : channels / groups};
    const ValueId output = reader.add(
        "normalize",
        {grouped, reader.reshape(reader.input(1), parameters), reader.reshape(reader.input(2), parameters)},
        {{"axes", Integers{1, 3}}, {"epsilon", reader.attributes().real("epsilon", 1e-5)}}
    );
    reader.define(0, to_channels_first(reader, reader.reshape(output, shape.extents())));
}

void translate_mean_variance_normalization(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const Integers axes =
        NodeReader::axes_from_zero(reader.attributes().integers("axes", {0, 2, 3}), reader.shape(input).rank());
    // ONNX adds 1e-9 to the deviation: the same for a deviation of 0, and lost beside any other.
    reader.define(0, reader.add("normalize", {input}, {{"axes", axes}, {"epsilon", 1e-18}}));
}

void translate_lrn(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const std::int64_t size = reader.attributes().integer("size");
    if (size < 1) {
        throw ModelError("E0323", fmt::format("size is {}, expected at least 1", size));
    }
    const std::int64_t before = (size - 1) / 2;
    const ValueId output = reader.add(
        "lrn", {to_channels_last(reader, reader.input(0))},
        {{"before", before},
         {"after", size - 1 - before},
         {"alpha", reader.attributes().real("alpha", 1e-4) / static_cast<double>(size)},
         {"beta", reader.attributes().real("beta", 0.75)},
         {"bias", reader.attributes().real("bias", 1.0)}}
    );
    reader.define(0, to_channels_first(reader, output));
}

constexpr OperatorRow rows[] = {
    {"BatchNormalization", translate_batch_normalization},
    {"LayerNormalization", translate_layer_normalization},
    {"RMSNormalization", translate_rms_normalization},
    {"InstanceNormalization", translate_instance_normalization},
    {"GroupNormalization", translate_group_normalization},
    {"MeanVarianceNormalization", translate_mean_variance_normalization},
    {"LRN", translate_lrn},
};

} // namespace

std::span<const OperatorRow> normalization_rows() {
    return rows;
}

} // namespace thimble::onnx_import

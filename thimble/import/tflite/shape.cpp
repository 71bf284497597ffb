// SPDX-License-Identifier: Apache-2.0
// Operators that rearrange, extend or join tensors without arithmetic.
#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/axes.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/unsupported.h"

#include <algorithm>

namespace thimble::tflite_import {

namespace {

/// Replaces one extent of -1 by what the element count leaves for it.
std::vector<std::int64_t> resolve_shape(std::vector<std::int64_t> extents, std::int64_t element_count) {
    const auto open = std::find(extents.begin(), extents.end(), -1);
    std::int64_t known = 1;
    for (const std::int64_t extent : extents) {
        if (extent == -1) {
            continue;
        }
        if (extent < 1 || extent > element_count / known) {
            throw ModelError(
                "E0303",
                fmt::format(
                    "new shape {} does not hold the input's {} elements", Shape(extents).to_string(), element_count
                )
            );
        }
        known *= extent;
    }
    if (open != extents.end()) {
        *open = element_count / known;
    }
    if (std::count(extents.begin(), extents.end(), -1) > 0 || Shape(extents).element_count() != element_count) {
        throw ModelError(
            "E0303",
            fmt::format("new shape {} does not hold the input's {} elements", Shape(extents).to_string(), element_count)
        );
    }
    return extents;
}

void add_reshape(OperatorReader& reader, std::vector<std::int64_t> shape) {
    reader.add_node("reshape", {reader.input(0, "input")}, {{"shape", std::move(shape)}});
}

/// The shape as the file gives it: a stored input, else the options, else the output's declaration.
std::vector<std::int64_t> requested_shape(const OperatorReader& reader) {
    if (reader.has_input(1)) {
        return reader.integers(1, "a shape");
    }
    const auto* options = reader.optional_options<tflite::ReshapeOptions>();
    if (options != nullptr && options->new_shape() != nullptr) {
        return {options->new_shape()->begin(), options->new_shape()->end()};
    }
    return reader.output_type().shape.extents();
}

void translate_reshape(OperatorReader& reader) {
    reader.expect_inputs(1, 2);
    reader.expect_same_types(0);
    add_reshape(reader, resolve_shape(requested_shape(reader), reader.input_type(0).shape.element_count()));
}

void translate_squeeze(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_same_types(0);
    const Shape input = reader.input_type(0).shape;
    const auto* options = reader.optional_options<tflite::SqueezeOptions>();
    std::vector<std::int64_t> axes;
    if (options != nullptr && options->squeeze_dims() != nullptr) {
        axes = distinct_axes({options->squeeze_dims()->begin(), options->squeeze_dims()->end()}, input.rank());
    }
    std::vector<std::int64_t> remaining;
    for (std::size_t axis = 0; axis < input.rank(); ++axis) {
        const bool is_listed = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(axis)) != axes.end();
        if (is_listed && input[axis] != 1) {
            throw ModelError(
                "E0303",
                fmt::format("axis {} of {} cannot be squeezed, its extent is {}", axis, input.to_string(), input[axis])
            );
        }
        if (!is_listed && (!axes.empty() || input[axis] != 1)) {
            remaining.push_back(input[axis]);
        }
    }
    add_reshape(reader, std::move(remaining));
}

void translate_expand_dims(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    std::vector<std::int64_t> extents = reader.input_type(0).shape.extents();
    const std::vector<std::int64_t> axes = reader.integers(1, "an axis");
    if (axes.size() != 1) {
        throw ModelError("E0303", fmt::format("{} axes, expected 1", axes.size()));
    }
    extents.insert(extents.begin() + axis_from_zero(axes.front(), extents.size() + 1), 1);
    add_reshape(reader, std::move(extents));
}

void translate_transpose(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    std::vector<std::int64_t> axes = reader.integers(1, "a permutation");
    for (std::int64_t& axis : axes) {
        axis = axis_from_zero(axis, reader.input_type(0).shape.rank());
    }
    reader.add_node("transpose", {reader.input(0, "input")}, {{"axes", std::move(axes)}});
}

void add_pad(OperatorReader& reader, Attributes attributes) {
    reader.expect_same_types(0);
    constexpr std::int64_t largest_padding = 1 << 20;
    std::vector<std::int64_t> padding = reader.integers(1, "paddings");
    for (const std::int64_t extent : padding) {
        if (extent < 0 || extent > largest_padding) {
            throw ModelError("E0303", fmt::format("padding is {}, expected 0 to {}", extent, largest_padding));
        }
    }
    attributes.set("padding", std::move(padding));
    reader.add_node("pad", {reader.input(0, "input")}, std::move(attributes));
}

void translate_pad(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    add_pad(reader, {});
}

/// PADV2 names the value to pad with.
void translate_pad_v2(OperatorReader& reader) {
    reader.expect_inputs(3, 3);
    const double value = reader.number(2, "the value to pad with");
    add_pad(reader, value == 0.0 ? Attributes() : Attributes{{"value", value}});
}

void translate_mirror_pad(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    const auto* options = reader.optional_options<tflite::MirrorPadOptions>();
    const bool is_symmetric = options != nullptr && options->mode() == tflite::MirrorPadMode::SYMMETRIC;
    add_pad(reader, {{"mode", std::string(is_symmetric ? "symmetric" : "reflect")}});
}

/// A concatenation only copies: what has another quantisation than the output gets it first.
ValueId joined_input(OperatorReader& reader, std::size_t index) {
    const std::string role = fmt::format("input_{}", index);
    const ValueId input = reader.input(index, role);
    const TensorType& type = reader.input_type(index);
    if (type.quantization == reader.output_type().quantization || type.data_type != DataType::int8) {
        return input;
    }
    TensorType rescaled = type;
    rescaled.quantization = reader.output_type().quantization;
    return reader.add_inner_node("quantize", role + "_rescaled", {input}, {}, rescaled);
}

/// A fused activation becomes a node of its own, since a concatenation only copies.
void translate_concatenation(OperatorReader& reader) {
    reader.expect_inputs(1, OperatorReader::any_number);
    const auto& options = reader.options<tflite::ConcatenationOptions>();
    const std::vector<double> range = activation_range(options.fused_activation_function());
    const std::int64_t axis = axis_from_zero(options.axis(), reader.input_type(0).shape.rank());
    std::vector<ValueId> inputs;
    for (std::size_t index = 0; index < reader.input_count(); ++index) {
        reader.expect_same_types(index);
        inputs.push_back(joined_input(reader, index));
    }
    if (options.fused_activation_function() == tflite::ActivationFunctionType::NONE) {
        reader.add_node("concat", std::move(inputs), {{"axis", axis}});
        return;
    }
    const ValueId joined =
        reader.add_inner_node("concat", "concat", std::move(inputs), {{"axis", axis}}, reader.output_type());
    reader.add_node("clip", {joined}, {{"minimum", range[0]}, {"maximum", range[1]}});
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {RESHAPE, {"Reshape", ""}, translate_reshape},
    {SQUEEZE, {"Squeeze", ""}, translate_squeeze},
    {EXPAND_DIMS, {"ExpandDims", ""}, translate_expand_dims},
    {TRANSPOSE, {"transpose", "Transpose"}, translate_transpose},
    {PAD, {"Pad", ""}, translate_pad},
    {PADV2, {"PadV2", ""}, translate_pad_v2},
    {MIRROR_PAD, {"MirrorPad", ""}, translate_mirror_pad},
    {CONCATENATION, {"concat", ""}, translate_concatenation},
};

} // namespace

std::span<const OperatorRow> shape_rows() {
    return rows;
}

} // namespace thimble::tflite_import

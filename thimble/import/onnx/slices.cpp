// SPDX-License-Identifier: Apache-2.0
// Operators that take parts of a tensor, join tensors, or pad one.
#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <numeric>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// The attributes of a slice, at first of everything.
struct SliceLists {
    Integers starts;
    Integers extents;
    Integers steps;

    explicit SliceLists(const Shape& shape)
        : starts(shape.rank(), 0), extents(shape.extents()), steps(shape.rank(), 1) {}

    Attributes attributes() const { return {{"starts", starts}, {"extents", extents}, {"steps", steps}}; }
};

Integers every_axis(std::size_t rank) {
    Integers axes(rank);
    std::iota(axes.begin(), axes.end(), 0);
    return axes;
}

/// From `start` to `end`, both clamped to the axis, as NumPy does.
void set_axis(SliceLists& lists, std::size_t axis, std::int64_t start, std::int64_t end, std::int64_t step) {
    const std::int64_t extent = lists.extents[axis];
    if (step == 0 || step < -(std::int64_t{1} << 31)) {
        throw ModelError("E0321", fmt::format("step is {}, expected another number", step));
    }
    const std::int64_t low = step > 0 ? 0 : -1;
    const std::int64_t high = step > 0 ? extent : extent - 1;
    const auto bound = [&](std::int64_t place) { return std::clamp(place < 0 ? place + extent : place, low, high); };
    const std::int64_t first = bound(start);
    const std::int64_t last = bound(end);
    const std::int64_t stride = std::min(std::abs(step), std::max<std::int64_t>(extent, 1));
    const std::int64_t distance = step > 0 ? last - first : first - last;
    lists.starts[axis] = first;
    lists.extents[axis] = distance > 0 ? (distance + stride - 1) / stride : 0;
    lists.steps[axis] = step > 0 ? stride : -stride;
}

/// The slice; one without elements is a constant, whatever it is taken from.
ValueId add_slice(NodeReader& reader, ValueId input, const SliceLists& lists) {
    TensorType type = reader.type(input);
    type.shape = Shape(lists.extents);
    return type.shape.element_count() == 0 ? reader.add_constant("nothing", Tensor(type))
                                           : reader.add("slice", {input}, lists.attributes());
}

void translate_slice(NodeReader& reader) {
    reader.expect_inputs(1, 5);
    const ValueId input = reader.input(0);
    const Shape shape = reader.shape(input);
    const AttributeReader& attributes = reader.attributes();
    const bool has_operands = reader.has_input(1);
    const Integers starts = has_operands ? reader.integers(1, "starts") : attributes.integers("starts");
    const Integers ends = has_operands ? reader.integers(2, "ends") : attributes.integers("ends");
    const Integers first_axes = every_axis(starts.size());
    const Integers given = reader.has_input(3) ? reader.integers(3, "axes") : attributes.integers("axes", first_axes);
    const Integers axes = NodeReader::axes_from_zero(given, shape.rank());
    const Integers steps = reader.has_input(4) ? reader.integers(4, "steps") : Integers(starts.size(), 1);
    if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size()) {
        throw ModelError(
            "E0321", fmt::format(
                         "{} starts, {} ends, {} axes and {} steps, expected as many of each", starts.size(),
                         ends.size(), axes.size(), steps.size()
                     )
        );
    }
    SliceLists lists(shape);
    for (std::size_t index = 0; index < axes.size(); ++index) {
        set_axis(lists, static_cast<std::size_t>(axes[index]), starts[index], ends[index], steps[index]);
    }
    reader.define(0, add_slice(reader, input, lists));
}

/// Extents of the pieces that a Split makes of `extent` elements.
Integers piece_extents(NodeReader& reader, std::int64_t extent) {
    if (reader.has_input(1)) {
        return reader.integers(1, "sizes");
    }
    if (reader.attributes().has("split")) {
        return reader.attributes().integers("split");
    }
    const auto pieces = static_cast<std::int64_t>(reader.output_count());
    const std::int64_t each = (extent + pieces - 1) / pieces;
    Integers extents(reader.output_count(), each);
    extents.back() = extent - each * (pieces - 1);
    return extents;
}

void translate_split(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    const ValueId input = reader.input(0);
    const Shape shape = reader.shape(input);
    const auto axis =
        static_cast<std::size_t>(NodeReader::axis_from_zero(reader.attributes().integer("axis", 0), shape.rank()));
    const Integers extents = piece_extents(reader, shape[axis]);
    if (extents.size() != reader.output_count()) {
        throw ModelError("E0321", fmt::format("{} sizes for {} outputs", extents.size(), reader.output_count()));
    }
    std::int64_t start = 0;
    for (std::size_t piece = 0; piece < extents.size(); ++piece) {
        SliceLists lists(shape);
        if (extents[piece] < 0 || extents[piece] > shape[axis] - start) {
            throw ModelError(
                "E0321", fmt::format("a piece of {} elements at {} of {}", extents[piece], start, shape[axis])
            );
        }
        lists.starts[axis] = start;
        lists.extents[axis] = extents[piece];
        start += extents[piece];
        if (reader.has_output(piece)) {
            reader.define(piece, add_slice(reader, input, lists));
        }
    }
}

void translate_concat(NodeReader& reader) {
    reader.expect_inputs(1, 0xFFFF);
    const bool is_shifted = reader.builder().find(reader.input_name(0)).is_shifted;
    std::vector<ValueId> parts;
    for (std::size_t index = 0; index < reader.input_count(); ++index) {
        const ValueId part = reader.input(index);
        if (reader.builder().find(reader.input_name(index)).is_shifted != is_shifted) {
            throw Unsupported{
                "a concatenation of quantised with plain uint8 tensors", "quantise all inputs of it alike"};
        }
        if (reader.shape(part).element_count() > 0) {
            parts.push_back(part);
        }
    }
    if (parts.empty()) {
        parts.push_back(reader.input(0));
    }
    const std::int64_t given =
        reader.opset() < 4 ? reader.attributes().integer("axis", 1) : reader.attributes().integer("axis");
    const std::int64_t axis = NodeReader::axis_from_zero(given, reader.shape(parts.front()).rank());
    reader.define(0, parts.size() == 1 ? parts.front() : reader.add("concat", parts, {{"axis", axis}}));
}

/// Amounts of a Pad before and after each axis of the input, as the Graph orders them.
Integers pad_amounts(NodeReader& reader, std::size_t rank) {
    const std::string_view name = reader.opset() < 2 ? "paddings" : "pads";
    const Integers pads = reader.has_input(1) ? reader.integers(1, "paddings") : reader.attributes().integers(name);
    const Integers axes =
        reader.has_input(3) ? NodeReader::axes_from_zero(reader.integers(3, "axes"), rank) : every_axis(rank);
    if (pads.size() != 2 * axes.size()) {
        throw ModelError("E0321", fmt::format("{} paddings, expected {}", pads.size(), 2 * axes.size()));
    }
    Integers amounts(2 * rank, 0);
    for (std::size_t index = 0; index < axes.size(); ++index) {
        const auto axis = static_cast<std::size_t>(axes[index]);
        amounts[2 * axis] = pads[index];
        amounts[2 * axis + 1] = pads[axes.size() + index];
    }
    return amounts;
}

/// The value to pad with; for a quantised tensor, in whose codes the file gives it, the real one.
double pad_value(NodeReader& reader, const TensorType& type, bool is_shifted) {
    double value = reader.attributes().real("value", 0.0);
    if (reader.has_input(2)) {
        const std::vector<double> values = reader.reals(2, "the value to pad with");
        value = values.empty() ? 0.0 : values.front();
    }
    if (!type.quantization) {
        return value;
    }
    return (value - (is_shifted ? 128 : 0) - type.quantization->zero_point()) *
           static_cast<double>(type.quantization->scale());
}

/// Negative amounts take elements away.
ValueId without_negative(NodeReader& reader, ValueId input, Integers& amounts) {
    SliceLists lists(reader.shape(input));
    bool is_smaller = false;
    for (std::size_t index = 0; index < amounts.size(); ++index) {
        if (amounts[index] < 0) {
            const std::int64_t taken = -std::max(amounts[index], -lists.extents[index / 2]);
            lists.starts[index / 2] += index % 2 == 0 ? taken : 0;
            lists.extents[index / 2] -= taken;
            amounts[index] = 0;
            is_smaller = true;
        }
    }
    if (std::any_of(lists.extents.begin(), lists.extents.end(), [](std::int64_t extent) { return extent < 1; })) {
        throw Unsupported{"a padding that takes all elements away", "export the model without empty tensors"};
    }
    return is_smaller ? reader.add("slice", {input}, lists.attributes()) : input;
}

void translate_pad(NodeReader& reader) {
    reader.expect_inputs(1, 4);
    const TensorEntry entry = reader.builder().find(reader.input_name(0));
    const TensorType type = reader.type(reader.input(0));
    Integers amounts = pad_amounts(reader, type.shape.rank());
    const ValueId input = without_negative(reader, reader.input(0), amounts);
    Attributes attributes = {{"padding", amounts}};
    const std::string mode = reader.attributes().text("mode", "constant");
    if (mode != "constant") {
        attributes.set("mode", mode);
    } else if (const double value = pad_value(reader, type, entry.is_shifted); value != 0.0) {
        attributes.set("value", value);
    }
    const bool pads = std::any_of(amounts.begin(), amounts.end(), [](std::int64_t amount) { return amount != 0; });
    reader.define(0, pads ? reader.add("pad", {input}, std::move(attributes)) : input);
}

constexpr OperatorRow rows[] = {
    {"Slice", translate_slice, Uint8Form::as_stored},
    {"Split", translate_split, Uint8Form::as_stored},
    {"Concat", translate_concat, Uint8Form::as_stored},
    {"Pad", translate_pad, Uint8Form::as_stored},
};

} // namespace

std::span<const OperatorRow> slice_rows() {
    return rows;
}

} // namespace thimble::onnx_import

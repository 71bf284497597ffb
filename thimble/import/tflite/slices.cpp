// SPDX-License-Identifier: Apache-2.0
// Operators that take parts of a tensor, repeat it or join tensors along a new axis.
#include "thimble/import/tflite/axes.h"
#include "thimble/import/tflite/operator_table.h"

#include <algorithm>

namespace thimble::tflite_import {

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

Integers list_for(const OperatorReader& reader, std::size_t index, const std::string& role, std::size_t count) {
    Integers values = reader.integers(index, role);
    if (values.size() != count) {
        throw ModelError("E0303", fmt::format("{} has {} values, expected {}", role, values.size(), count));
    }
    return values;
}

void translate_slice(OperatorReader& reader) {
    reader.expect_inputs(3, 3);
    reader.expect_same_types(0);
    const Shape& shape = reader.input_type(0).shape;
    SliceLists lists(shape);
    lists.starts = list_for(reader, 1, "begin", shape.rank());
    lists.extents = list_for(reader, 2, "size", shape.rank());
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        if (lists.extents[axis] == -1) {
            lists.extents[axis] = shape[axis] - std::clamp<std::int64_t>(lists.starts[axis], 0, shape[axis]);
        }
    }
    reader.add_node("slice", {reader.input(0, "input")}, lists.attributes());
}

/// What one bit of each mask of STRIDED_SLICE says about the entry of its lists.
struct SliceEntry {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int64_t step = 1;
    bool has_begin = false;
    bool has_end = false;
    bool is_single = false;
};

/// The axis from `begin` to `end`, both clamped to it, as TensorFlow's StridedSlice.
void set_axis(SliceLists& lists, std::size_t axis, const SliceEntry& entry) {
    const std::int64_t extent = lists.extents[axis];
    if (entry.step == 0 || std::abs(entry.step) > (std::int64_t{1} << 31)) {
        throw ModelError("E0303", fmt::format("stride is {}, expected another number", entry.step));
    }
    const std::int64_t low = entry.step > 0 ? 0 : -1;
    const std::int64_t high = entry.step > 0 ? extent : extent - 1;
    const auto from_zero = [&](std::int64_t place) { return place < 0 ? place + extent : place; };
    const std::int64_t first = entry.step > 0 ? low : high;
    const std::int64_t begin = entry.has_begin ? std::clamp(from_zero(entry.begin), low, high) : first;
    const std::int64_t end = entry.has_end ? std::clamp(from_zero(entry.end), low, high) : low + high - first;
    const std::int64_t distance = entry.step > 0 ? end - begin : begin - end;
    const std::int64_t stride = std::abs(entry.step);
    lists.starts[axis] = begin;
    lists.extents[axis] = entry.is_single ? 1 : (distance + stride - 1) / stride;
    lists.steps[axis] = entry.is_single ? 1 : entry.step;
    if (lists.extents[axis] < 1 || begin < 0 || begin >= extent) {
        throw ModelError("E0303", fmt::format("slice from {} to {} of {} elements is empty", begin, end, extent));
    }
}

/// STRIDED_SLICE with its masks: the slice, and the shape with axes added and dropped.
class StridedSlice {
public:
    explicit StridedSlice(const OperatorReader& reader)
        : lists_(reader.input_type(0).shape), shape_(reader.input_type(0).shape) {
        begin_ = reader.integers(1, "begin");
        end_ = list_for(reader, 2, "end", begin_.size());
        step_ = list_for(reader, 3, "strides", begin_.size());
        options_ = reader.optional_options<tflite::StridedSliceOptions>();
        for (std::size_t entry = 0; entry < begin_.size(); ++entry) {
            take(entry);
        }
        keep_axes(shape_.rank());
    }

    const SliceLists& lists() const { return lists_; }

    const Integers& output_extents() const { return output_; }

private:
    bool bit(std::int32_t (tflite::StridedSliceOptions::*mask)() const, std::size_t entry) const {
        return options_ != nullptr && entry < 31 && ((options_->*mask)() & (1 << entry)) != 0;
    }

    void take(std::size_t entry) {
        using Options = tflite::StridedSliceOptions;
        if (bit(&Options::ellipsis_mask, entry)) {
            // It stands for all axes that later entries leave.
            std::size_t later = 0;
            for (std::size_t next = entry + 1; next < begin_.size(); ++next) {
                later += bit(&Options::new_axis_mask, next) ? 0 : 1;
            }
            keep_axes(shape_.rank() - std::min(later, shape_.rank()));
        } else if (bit(&Options::new_axis_mask, entry)) {
            output_.push_back(1);
        } else {
            take_axis(entry);
        }
    }

    void take_axis(std::size_t entry) {
        using Options = tflite::StridedSliceOptions;
        if (axis_ >= shape_.rank()) {
            throw ModelError("E0303", fmt::format("slice of more axes than {} has", shape_.to_string()));
        }
        SliceEntry found = {begin_[entry], end_[entry], step_[entry]};
        found.is_single = bit(&Options::shrink_axis_mask, entry);
        found.has_begin = found.is_single || !bit(&Options::begin_mask, entry);
        found.has_end = found.is_single || !bit(&Options::end_mask, entry);
        if (found.is_single) {
            const std::int64_t extent = shape_[axis_];
            if (found.begin < -extent || found.begin >= extent) {
                throw ModelError("E0303", fmt::format("slice begins at {} of {} elements", found.begin, extent));
            }
            found.step = 1;
        } else if (options_ != nullptr && options_->offset()) {
            // The end counts from the beginning, which counts from the front.
            const std::int64_t begin = found.has_begin ? found.begin : 0;
            found.begin = std::clamp<std::int64_t>(begin < 0 ? begin + shape_[axis_] : begin, 0, shape_[axis_]);
            found.end += found.begin;
        }
        set_axis(lists_, axis_, found);
        if (!found.is_single) {
            output_.push_back(lists_.extents[axis_]);
        }
        ++axis_;
    }

    /// Takes the axes up to `end` whole.
    void keep_axes(std::size_t end) {
        for (; axis_ < end; ++axis_) {
            output_.push_back(shape_[axis_]);
        }
    }

    SliceLists lists_;
    Shape shape_;
    Integers begin_;
    Integers end_;
    Integers step_;
    const tflite::StridedSliceOptions* options_ = nullptr;
    Integers output_;
    std::size_t axis_ = 0;
};

void translate_strided_slice(OperatorReader& reader) {
    reader.expect_inputs(4, 4);
    reader.expect_same_types(0);
    const StridedSlice slice(reader);
    const ValueId input = reader.input(0, "input");
    if (slice.output_extents() == slice.lists().extents) {
        reader.add_node("slice", {input}, slice.lists().attributes());
        return;
    }
    TensorType type = reader.output_type();
    type.shape = Shape(slice.lists().extents);
    const ValueId sliced = reader.add_inner_node("slice", "slice", {input}, slice.lists().attributes(), type);
    reader.add_node("reshape", {sliced}, {{"shape", slice.output_extents()}});
}

/// One slice an output, of these extents along the axis.
void add_pieces(OperatorReader& reader, std::size_t input, std::size_t axis, const Integers& extents) {
    reader.expect_same_types(input);
    const Shape& shape = reader.input_type(input).shape;
    const ValueId whole = reader.input(input, "input");
    std::int64_t start = 0;
    for (std::size_t piece = 0; piece < extents.size(); ++piece) {
        SliceLists lists(shape);
        lists.starts[axis] = start;
        lists.extents[axis] = extents[piece];
        if (extents[piece] < 1 || extents[piece] > shape[axis] - start) {
            throw ModelError(
                "E0303", fmt::format("piece of {} elements at {} of {}", extents[piece], start, shape[axis])
            );
        }
        start += extents[piece];
        reader.add_node_for(piece, "slice", {whole}, lists.attributes());
    }
}

std::size_t single_axis(const OperatorReader& reader, std::size_t index, std::size_t rank) {
    return static_cast<std::size_t>(axis_from_zero(list_for(reader, index, "an axis", 1).front(), rank));
}

void translate_split(OperatorReader& reader) {
    reader.expect_inputs_and_outputs(2, 2, reader.output_count());
    const Shape& shape = reader.input_type(1).shape;
    const std::size_t axis = single_axis(reader, 0, shape.rank());
    const auto pieces = static_cast<std::int64_t>(reader.output_count());
    if (shape[axis] % pieces != 0) {
        throw ModelError("E0303", fmt::format("{} elements in {} pieces", shape[axis], pieces));
    }
    add_pieces(reader, 1, axis, Integers(reader.output_count(), shape[axis] / pieces));
}

void translate_split_v(OperatorReader& reader) {
    reader.expect_inputs_and_outputs(3, 3, reader.output_count());
    const Shape& shape = reader.input_type(0).shape;
    const std::size_t axis = single_axis(reader, 2, shape.rank());
    Integers extents = list_for(reader, 1, "sizes", reader.output_count());
    const auto open = std::find(extents.begin(), extents.end(), -1);
    if (open != extents.end()) {
        std::int64_t known = 0;
        for (const std::int64_t extent : extents) {
            known += std::clamp<std::int64_t>(extent, 0, shape[axis]);
        }
        *open = shape[axis] - known;
    }
    add_pieces(reader, 0, axis, extents);
}

void translate_unpack(OperatorReader& reader) {
    reader.expect_inputs_and_outputs(1, 1, reader.output_count());
    reader.expect_same_types(0);
    const TensorType& type = reader.input_type(0);
    const auto* options = reader.optional_options<tflite::UnpackOptions>();
    const std::int64_t given = options == nullptr ? 0 : options->axis();
    const auto axis = static_cast<std::size_t>(axis_from_zero(given, type.shape.rank()));
    if (static_cast<std::int64_t>(reader.output_count()) != type.shape[axis]) {
        throw ModelError("E0303", fmt::format("{} outputs, expected {}", reader.output_count(), type.shape[axis]));
    }
    const ValueId whole = reader.input(0, "input");
    for (std::size_t piece = 0; piece < reader.output_count(); ++piece) {
        SliceLists lists(type.shape);
        lists.starts[axis] = static_cast<std::int64_t>(piece);
        lists.extents[axis] = 1;
        TensorType sliced = type;
        sliced.shape = Shape(lists.extents);
        const ValueId slice =
            reader.add_inner_node("slice", fmt::format("slice_{}", piece), {whole}, lists.attributes(), sliced);
        Integers extents = lists.extents;
        extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(axis));
        reader.add_node_for(piece, "reshape", {slice}, {{"shape", extents}});
    }
}

void translate_pack(OperatorReader& reader) {
    reader.expect_inputs(1, OperatorReader::any_number);
    const auto* options = reader.optional_options<tflite::PackOptions>();
    const std::size_t rank = reader.input_type(0).shape.rank() + 1;
    const std::int64_t axis = axis_from_zero(options == nullptr ? 0 : options->axis(), rank);
    std::vector<ValueId> inputs;
    for (std::size_t index = 0; index < reader.input_count(); ++index) {
        reader.expect_same_types(index);
        TensorType type = reader.input_type(index);
        Integers extents = type.shape.extents();
        if (extents.size() + 1 != rank) {
            throw ModelError(
                "E0303", fmt::format("input {} has {} axes, expected {}", index, extents.size(), rank - 1)
            );
        }
        extents.insert(extents.begin() + axis, 1);
        type.shape = Shape(extents);
        const ValueId input = reader.input(index, fmt::format("input_{}", index));
        inputs.push_back(
            reader.add_inner_node("reshape", fmt::format("part_{}", index), {input}, {{"shape", extents}}, type)
        );
    }
    reader.add_node("concat", std::move(inputs), {{"axis", axis}});
}

void translate_reverse(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    const Shape& shape = reader.input_type(0).shape;
    SliceLists lists(shape);
    for (const std::int64_t axis : distinct_axes(reader.integers(1, "axes"), shape.rank())) {
        lists.starts[static_cast<std::size_t>(axis)] = shape[static_cast<std::size_t>(axis)] - 1;
        lists.steps[static_cast<std::size_t>(axis)] = -1;
    }
    reader.add_node("slice", {reader.input(0, "input")}, lists.attributes());
}

void translate_tile(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    reader.add_node("tile", {reader.input(0, "input")}, {{"repeats", reader.integers(1, "repeats")}});
}

void translate_broadcast(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    reader.add_node("expand", {reader.input(0, "input")}, {{"shape", reader.integers(1, "a shape")}});
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {SLICE, {"Slice", ""}, translate_slice},
    {STRIDED_SLICE, {"strided_slice", "StridedSlice"}, translate_strided_slice},
    {SPLIT, {"split", "Split"}, translate_split},
    {SPLIT_V, {"SplitV", ""}, translate_split_v},
    {UNPACK, {"unstack", "Unpack"}, translate_unpack},
    {PACK, {"stack", "Pack"}, translate_pack},
    {REVERSE_V2, {"ReverseV2", ""}, translate_reverse},
    {TILE, {"Tile", ""}, translate_tile},
    {BROADCAST_TO, {"BroadcastTo", ""}, translate_broadcast},
};

} // namespace

std::span<const OperatorRow> slice_rows() {
    return rows;
}

} // namespace thimble::tflite_import

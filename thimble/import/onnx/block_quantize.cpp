// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/block_quantize.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/tensor_values.h"

#include <limits>

namespace thimble::onnx_import {

namespace {

/// An axis cut into blocks: shapes of the tensor and of what belongs to whole blocks.
struct Blocks {
    std::vector<std::int64_t> whole; ///< the tensor's shape
    std::vector<std::int64_t> split; ///< with two axes for the one cut, blocks and elements in a block
    std::vector<std::int64_t> each;  ///< of the scales: one element in a block
};

Blocks read_blocks(NodeReader& reader) {
    const Shape shape = reader.shape(reader.input(0));
    const Shape scales = reader.shape(reader.input(1));
    const std::int64_t axis_number = reader.attributes().integer("axis", 1);
    const auto axis = static_cast<std::size_t>(NodeReader::axis_from_zero(axis_number, shape.rank()));
    const std::int64_t size = reader.attributes().integer("block_size");
    if (size < 1 || shape[axis] % size != 0) {
        throw Unsupported{fmt::format("blocks of {} on an axis of {}", size, shape[axis]), "use blocks that divide it"};
    }
    Shape expected = shape;
    expected[axis] /= size;
    if (scales != expected) {
        throw ModelError("E0321", fmt::format("scales are {}, expected {}", scales.to_string(), expected.to_string()));
    }
    Blocks blocks{shape.extents(), expected.extents(), expected.extents()};
    const auto after = static_cast<std::ptrdiff_t>(axis) + 1;
    blocks.split.insert(blocks.split.begin() + after, size);
    blocks.each.insert(blocks.each.begin() + after, 1);
    return blocks;
}

ValueId as_real(NodeReader& reader, ValueId id) {
    return reader.type(id).data_type == DataType::float32
               ? id
               : reader.add("cast", {id}, {{"to", std::string(name(DataType::float32))}});
}

ValueId zero_points(NodeReader& reader, const Blocks& blocks) {
    return reader.reshape(as_real(reader, reader.input(2)), blocks.each);
}

DataType quantized_type(NodeReader& reader) {
    const std::int64_t named_type = reader.attributes().integer("output_dtype", 0);
    return reader.has_input(2) ? reader.type(reader.input(2)).data_type
           : named_type != 0   ? element_type(static_cast<std::int32_t>(named_type))
                               : DataType::uint8;
}

Attributes range_of(DataType type) {
    const bool is_unsigned = type == DataType::uint8;
    const double highest = type == DataType::int8 ? 127.0 : (is_unsigned ? 255.0 : 32767.0);
    return {{"minimum", is_unsigned ? 0.0 : -highest - 1.0}, {"maximum", highest}};
}

} // namespace

void translate_block_quantize(NodeReader& reader) {
    const Blocks blocks = read_blocks(reader);
    const DataType type = quantized_type(reader);
    if (type != DataType::int8 && type != DataType::uint8 && type != DataType::int16) {
        throw Unsupported{fmt::format("blocks of {}", name(type)), "quantise to int8 or uint8"};
    }
    const ValueId x = reader.reshape(reader.input(0), blocks.split);
    const ValueId scales = reader.reshape(reader.input(1), blocks.each);
    ValueId steps = reader.add("round", {reader.add("div", {x, scales})});
    if (reader.has_input(2)) {
        steps = reader.add("add", {steps, zero_points(reader, blocks)});
    }
    const ValueId within = reader.add("clip", {steps}, range_of(type));
    const ValueId stored = reader.add("cast", {within}, {{"to", std::string(name(type))}});
    reader.define(0, reader.reshape(stored, blocks.whole));
}

void translate_block_dequantize(NodeReader& reader) {
    const Blocks blocks = read_blocks(reader);
    ValueId steps = reader.reshape(as_real(reader, reader.input(0)), blocks.split);
    if (reader.has_input(2)) {
        steps = reader.add("sub", {steps, zero_points(reader, blocks)});
    }
    const ValueId scales = reader.reshape(reader.input(1), blocks.each);
    reader.define(0, reader.reshape(reader.add("mul", {steps, scales}), blocks.whole));
}

} // namespace thimble::onnx_import

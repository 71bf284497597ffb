// SPDX-License-Identifier: Apache-2.0
// The operator concat: tensors joined along one axis.
#include "thimble/ops/concat.h"

#include "thimble/core/error.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <cstring>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, node.input_count());
    Shape shape = node.input(0).shape;
    const std::size_t axis = concat_axis(node.attributes(), shape.rank());
    for (std::size_t index = 0; index < node.input_count(); ++index) {
        Shape other = node.input(index).shape;
        const std::int64_t extent = axis < other.rank() ? other[axis] : 0;
        if (axis < other.rank()) {
            other[axis] = shape[axis];
        }
        if (other != shape) {
            throw ModelError(
                wrong_shape, fmt::format(
                                 "input {} {} does not join input 0 {} along axis {}", index,
                                 node.input(index).shape.to_string(), node.input(0).shape.to_string(), axis
                             )
            );
        }
        if (index > 0) {
            shape[axis] += extent;
        }
    }
    return {moved_type(node, node.input_count(), shape)};
}

/// Bytes of everything from `axis` inwards.
std::size_t block_bytes(const TensorType& type, std::size_t axis) {
    std::size_t bytes = size_bytes(type.data_type);
    for (std::size_t inner = axis; inner < type.shape.rank(); ++inner) {
        bytes *= static_cast<std::size_t>(type.shape[inner]);
    }
    return bytes;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    Tensor output(node.output());
    const std::size_t axis = concat_axis(node.attributes(), output.type.shape.rank());
    const std::size_t output_block = block_bytes(output.type, axis);
    std::size_t offset = 0;
    for (const Tensor* const input : inputs) {
        const std::size_t block = block_bytes(input->type, axis);
        for (std::size_t row = 0; block > 0 && row < input->bytes.size() / block; ++row) {
            std::memcpy(output.bytes.data() + row * output_block + offset, input->bytes.data() + row * block, block);
        }
        offset += block;
    }
    return {output};
}

} // namespace

std::size_t concat_axis(const Attributes& attributes, std::size_t rank) {
    const std::int64_t axis = attributes.get<std::int64_t>("axis");
    if (axis < 0 || axis >= static_cast<std::int64_t>(rank)) {
        throw ModelError(wrong_attribute, fmt::format("axis is {}, expected one of the {} axes", axis, rank));
    }
    return static_cast<std::size_t>(axis);
}

OpDef concat_def() {
    return {
        .name = "concat",
        .summary = "tensors joined along one axis",
        .min_inputs = 1,
        .max_inputs = OpDef::variadic,
        .attributes = {{.name = "axis", .kind_example = std::int64_t{0}, .is_required = true}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

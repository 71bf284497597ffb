// SPDX-License-Identifier: Apache-2.0
// The operator where: the element of one input or of another, as a third one says, with NumPy broadcasting.
#include "thimble/core/error.h"
#include "thimble/ops/broadcast.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    for (std::size_t index = 0; index < 3; ++index) {
        if (!node.has_input(index)) {
            throw ModelError(missing_input, fmt::format("input {} is left out, expected 3 inputs", index));
        }
    }
    const TensorType& condition = node.input(0);
    const TensorType& first = node.input(1);
    const TensorType& second = node.input(2);
    if (condition.data_type != DataType::boolean) {
        throw ModelError(wrong_data_type, fmt::format("condition is {}, expected boolean", name(condition.data_type)));
    }
    if (first.data_type != second.data_type) {
        throw ModelError(
            wrong_data_type,
            fmt::format("input 2 is {}, expected {} as input 1", name(second.data_type), name(first.data_type))
        );
    }
    if (first.quantization || second.quantization) {
        require_affine_per_tensor(first, "input 1");
        require_equal_quantization(second, "input 2", first);
        if (!node.node().outputs.empty()) {
            require_equal_quantization(node.output(), "output", first);
        }
    }
    return {output_type(
        node, first.data_type, broadcast_shape(condition.shape, broadcast_shape(first.shape, second.shape))
    )};
}

/// The element of `input` that is repeated to `index` of the output.
std::size_t source_of(std::int64_t index, const Shape& output, const std::vector<std::int64_t>& strides) {
    std::int64_t source = 0;
    for (std::size_t axis = output.rank(); axis-- > 0;) {
        source += index % output[axis] * strides[axis];
        index /= output[axis];
    }
    return static_cast<std::size_t>(source);
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    Tensor output(node.output());
    const Shape& shape = output.type.shape;
    const std::size_t bytes = size_bytes(output.type.data_type);
    std::vector<std::vector<std::int64_t>> strides;
    for (const Tensor* input : inputs) {
        strides.push_back(broadcast_strides(input->type.shape, shape));
    }
    for (std::int64_t index = 0; index < shape.element_count(); ++index) {
        const bool takes_first = inputs[0]->elements<bool>()[source_of(index, shape, strides[0])];
        const std::size_t chosen = takes_first ? 1 : 2;
        const std::size_t source = source_of(index, shape, strides[chosen]);
        std::copy_n(
            inputs[chosen]->bytes.begin() + static_cast<std::ptrdiff_t>(source * bytes), bytes,
            output.bytes.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(index) * bytes)
        );
    }
    return {output};
}

} // namespace

OpDef where_def() {
    return {
        .name = "where",
        .summary = "elements of the second input where the first is true, of the third where it is false",
        .min_inputs = 3,
        .max_inputs = 3,
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

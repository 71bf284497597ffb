// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/layout.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <numeric>

namespace thimble::onnx_import {

namespace {

void require_channels(const Shape& shape) {
    if (shape.rank() < 2) {
        throw ModelError("E0321", fmt::format("shape is {}, expected [batch, channels, ...]", shape.to_string()));
    }
}

bool is_identity(const std::vector<std::int64_t>& axes) {
    return std::is_sorted(axes.begin(), axes.end());
}

/// The node that dequantises a constant into this value, or null.
const Node* dequantize_of_constant(const Graph& graph, ValueId id) {
    for (const Node& node : graph.nodes) {
        if (node.op == "dequantize" && node.outputs.front() == id && graph.is_constant(node.inputs.front())) {
            return &node;
        }
    }
    return nullptr;
}

/// The constant with its axes permuted; a scale for each index follows its axis.
Tensor permuted(const Tensor& tensor, const std::vector<std::int64_t>& axes) {
    const std::size_t rank = axes.size();
    const std::size_t bytes = size_bytes(tensor.type.data_type);
    std::vector<std::size_t> input_strides(rank, bytes);
    for (std::size_t axis = rank; axis-- > 1;) {
        input_strides[axis - 1] = input_strides[axis] * static_cast<std::size_t>(tensor.type.shape[axis]);
    }
    TensorType type = tensor.type;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        type.shape[axis] = tensor.type.shape[static_cast<std::size_t>(axes[axis])];
    }
    if (type.quantization && type.quantization->is_per_axis()) {
        const auto found = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(type.quantization->axis));
        type.quantization->axis = static_cast<std::size_t>(found - axes.begin());
    }
    Tensor result(type);
    std::vector<std::int64_t> position(rank, 0);
    for (std::size_t to = 0; to + bytes <= result.bytes.size(); to += bytes) {
        std::size_t from = 0;
        for (std::size_t axis = 0; axis < rank; ++axis) {
            from += static_cast<std::size_t>(position[axis]) * input_strides[static_cast<std::size_t>(axes[axis])];
        }
        std::copy_n(
            tensor.bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes,
            result.bytes.begin() + static_cast<std::ptrdiff_t>(to)
        );
        for (std::size_t axis = rank; axis-- > 0 && ++position[axis] == type.shape[axis];) {
            position[axis] = 0;
        }
    }
    return result;
}

std::int64_t padding_at_edges(std::int64_t extent, std::int64_t window, std::int64_t stride) {
    const std::int64_t steps = (extent + stride - 1) / stride;
    return std::max<std::int64_t>(0, (steps - 1) * stride + window - extent);
}

} // namespace

ValueId transposed(NodeReader& reader, ValueId id, const std::vector<std::int64_t>& axes) {
    if (is_identity(axes)) {
        return id;
    }
    if (const Tensor* tensor = reader.constant(id)) {
        return reader.add_constant("transposed", permuted(*tensor, axes));
    }
    if (const Node* dequantize = dequantize_of_constant(reader.graph(), id)) {
        const Tensor& stored = *reader.constant(dequantize->inputs.front());
        return reader.add("dequantize", {reader.add_constant("transposed", permuted(stored, axes))});
    }
    return reader.add("transpose", {id}, {{"axes", axes}});
}

bool is_known_real(const NodeReader& reader, ValueId id) {
    return reader.constant(id) != nullptr || dequantize_of_constant(reader.graph(), id) != nullptr;
}

ValueId with_height(NodeReader& reader, ValueId id) {
    const Shape shape = reader.shape(id);
    if (shape.rank() != 3) {
        return id;
    }
    const auto heightened = [&](Tensor tensor) {
        tensor.type.shape = {shape[0], 1, shape[1], shape[2]};
        if (tensor.type.quantization && tensor.type.quantization->axis > 0) {
            ++tensor.type.quantization->axis;
        }
        return reader.add_constant("heightened", std::move(tensor));
    };
    if (const Tensor* tensor = reader.constant(id)) {
        return heightened(*tensor);
    }
    if (const Node* dequantize = dequantize_of_constant(reader.graph(), id)) {
        return reader.add("dequantize", {heightened(*reader.constant(dequantize->inputs.front()))});
    }
    return reader.reshape(id, {shape[0], 1, shape[1], shape[2]});
}

std::vector<std::int64_t> spatial_extents(const Shape& shape) {
    require_channels(shape);
    return {shape.extents().begin() + 2, shape.extents().end()};
}

std::vector<std::int64_t> window_numbers(const NodeReader& reader, std::string_view name, std::size_t count) {
    std::vector<std::int64_t> values = reader.attributes().integers(name, std::vector<std::int64_t>(count, 1));
    constexpr std::int64_t largest = 1 << 20;
    const bool is_valid = values.size() == count && std::all_of(values.begin(), values.end(), [](std::int64_t value) {
                              return value >= 1 && value <= largest;
                          });
    if (!is_valid) {
        throw ModelError(
            "E0323",
            fmt::format("{} is {}, expected {} numbers from 1 to {}", name, Shape(values).to_string(), count, largest)
        );
    }
    return values;
}

ValueId to_channels_last(NodeReader& reader, ValueId id) {
    const Shape& shape = reader.shape(id);
    require_channels(shape);
    std::vector<std::int64_t> axes(shape.rank());
    std::iota(axes.begin(), axes.end(), 0);
    std::rotate(axes.begin() + 1, axes.begin() + 2, axes.end());
    return transposed(reader, id, axes);
}

ValueId to_channels_first(NodeReader& reader, ValueId id) {
    std::vector<std::int64_t> axes(reader.shape(id).rank());
    std::iota(axes.begin(), axes.end(), 0);
    std::rotate(axes.begin() + 1, axes.end() - 1, axes.end());
    return transposed(reader, id, axes);
}

std::vector<std::int64_t> spatial_padding(
    const NodeReader& reader, const std::vector<std::int64_t>& extents, const std::vector<std::int64_t>& windows,
    const std::vector<std::int64_t>& strides
) {
    const std::size_t rank = extents.size();
    const std::string automatic = reader.attributes().text("auto_pad", "NOTSET");
    std::vector<std::int64_t> padding(2 * rank, 0);
    if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER") {
        for (std::size_t axis = 0; axis < rank; ++axis) {
            const std::int64_t total = padding_at_edges(extents[axis], windows[axis], strides[axis]);
            const std::int64_t smaller = total / 2;
            padding[axis] = automatic == "SAME_UPPER" ? smaller : total - smaller;
            padding[rank + axis] = total - padding[axis];
        }
    } else if (automatic == "NOTSET") {
        padding = reader.attributes().integers("pads", padding);
    } else if (automatic != "VALID") {
        throw ModelError(
            "E0323", fmt::format("auto_pad is `{}`, expected NOTSET, SAME_UPPER, SAME_LOWER or VALID", automatic)
        );
    }
    constexpr std::int64_t largest_padding = 1 << 20;
    const bool is_valid = padding.size() == 2 * rank && std::all_of(padding.begin(), padding.end(), [](auto extent) {
                              return extent >= 0 && extent <= largest_padding;
                          });
    if (!is_valid) {
        throw ModelError(
            "E0323",
            fmt::format("pads are {}, expected {} from 0 to {}", Shape(padding).to_string(), 2 * rank, largest_padding)
        );
    }
    return padding;
}

} // namespace thimble::onnx_import

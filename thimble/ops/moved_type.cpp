// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/moved_type.h"

#include "thimble/core/error.h"
#include "thimble/ops/type_rules.h"

#include <cstring>

#include <fmt/format.h>

namespace thimble {

void require_kept_quantization(const NodeView& node, std::size_t index) {
    const TensorType& input = node.input(index);
    if (input.quantization && input.data_type == DataType::int8) {
        require_int8_quantization(input, fmt::format("input {}", index));
        require_output_quantization_of_input(node, index);
        return;
    }
    if (!node.node().outputs.empty() && node.output().quantization != input.quantization) {
        throw ModelError(
            wrong_quantization,
            fmt::format(
                "output {} a scale, expected that of input {}, which {}",
                node.output().quantization ? "has" : "is without", index, input.quantization ? "has one" : "has none"
            )
        );
    }
}

TensorType moved_type(const NodeView& node, std::size_t count, Shape shape) {
    const DataType data_type = require_same_data_type(node, count);
    for (std::size_t index = 0; index < count; ++index) {
        require_kept_quantization(node, index);
    }
    return output_type(node, data_type, std::move(shape));
}

void move_element(const Tensor& from, std::int64_t from_index, Tensor& to, std::int64_t to_index) {
    const std::size_t bytes = size_bytes(from.type.data_type);
    std::memcpy(
        to.bytes.data() + static_cast<std::size_t>(to_index) * bytes,
        from.bytes.data() + static_cast<std::size_t>(from_index) * bytes, bytes
    );
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/index_rules.h"

#include "thimble/core/error.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

std::size_t axis_attribute(const Attributes& attributes, std::string_view name, std::size_t rank) {
    const std::int64_t axis = attributes.has(name) ? attributes.get<std::int64_t>(name) : 0;
    if (axis < 0 || axis >= static_cast<std::int64_t>(rank)) {
        throw ModelError(wrong_attribute, fmt::format("{} is {}, expected one of the {} axes", name, axis, rank));
    }
    return static_cast<std::size_t>(axis);
}

bool flag_attribute(const Attributes& attributes, std::string_view name) {
    const std::int64_t value = attributes.has(name) ? attributes.get<std::int64_t>(name) : 0;
    if (value != 0 && value != 1) {
        throw ModelError(wrong_attribute, fmt::format("{} is {}, expected 0 or 1", name, value));
    }
    return value == 1;
}

std::size_t
word_attribute(const Attributes& attributes, std::string_view name, std::span<const std::string_view> words) {
    if (!attributes.has(name)) {
        return 0;
    }
    const auto& given = attributes.get<std::string>(name);
    const auto found = std::find(words.begin(), words.end(), given);
    if (found == words.end()) {
        throw ModelError(
            wrong_attribute, fmt::format("{} is `{}`, expected one of {}", name, given, fmt::join(words, ", "))
        );
    }
    return static_cast<std::size_t>(found - words.begin());
}

DataType index_type_attribute(const Attributes& attributes) {
    constexpr std::array<std::string_view, 2> words = {"int64", "int32"};
    return word_attribute(attributes, "index_type", words) == 0 ? DataType::int64 : DataType::int32;
}

void require_indices(const NodeView& node, std::size_t index) {
    if (!node.has_input(index)) {
        throw ModelError(missing_input, fmt::format("input {} is left out, expected indices", index));
    }
    const TensorType& type = node.input(index);
    if (type.data_type != DataType::int32 && type.data_type != DataType::int64) {
        throw ModelError(
            wrong_data_type, fmt::format("input {} is {}, expected int32 or int64", index, name(type.data_type))
        );
    }
    if (type.shape.element_count() < 1) {
        throw ModelError(wrong_shape, fmt::format("input {} {} has no elements", index, type.shape.to_string()));
    }
}

std::vector<std::int64_t> index_values(const Tensor& tensor) {
    if (tensor.type.data_type == DataType::int32) {
        const auto values = tensor.elements<std::int32_t>();
        return {values.begin(), values.end()};
    }
    const auto values = tensor.elements<std::int64_t>();
    return {values.begin(), values.end()};
}

void set_index(Tensor& tensor, std::int64_t place, std::int64_t value) {
    const auto at = static_cast<std::size_t>(place);
    if (tensor.type.data_type == DataType::int32) {
        tensor.elements<std::int32_t>()[at] = static_cast<std::int32_t>(value);
    } else {
        tensor.elements<std::int64_t>()[at] = value;
    }
}

std::int64_t resolved_index(std::int64_t index, std::int64_t extent) {
    return std::clamp<std::int64_t>(index < 0 ? index + extent : index, 0, extent - 1);
}

std::int64_t count_between(const Shape& shape, std::size_t first, std::size_t last) {
    std::int64_t count = 1;
    for (std::size_t axis = first; axis < last; ++axis) {
        count *= shape[axis];
    }
    return count;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Element types of tensors, shared by every stage.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace thimble {

enum class DataType : std::uint8_t { float32, int8, uint8, int16, int32, int64, boolean };

/// Bytes of one element.
std::size_t size_bytes(DataType type);

/// Name used in graph text, reports and JSON: `float32`, `int8`, ...
std::string_view name(DataType type);

/// The inverse of `name`; empty for an unknown word.
std::optional<DataType> parse_data_type(std::string_view word);

/// Whether elements are whole numbers; booleans are not.
bool is_integer_type(DataType type);

/// The DataType of a C++ element type.
template <typename Element> constexpr DataType data_type_of();

template <> constexpr DataType data_type_of<float>() {
    return DataType::float32;
}

template <> constexpr DataType data_type_of<std::int8_t>() {
    return DataType::int8;
}

template <> constexpr DataType data_type_of<std::uint8_t>() {
    return DataType::uint8;
}

template <> constexpr DataType data_type_of<std::int16_t>() {
    return DataType::int16;
}

template <> constexpr DataType data_type_of<std::int32_t>() {
    return DataType::int32;
}

template <> constexpr DataType data_type_of<std::int64_t>() {
    return DataType::int64;
}

template <> constexpr DataType data_type_of<bool>() {
    return DataType::boolean;
}

} // namespace thimble

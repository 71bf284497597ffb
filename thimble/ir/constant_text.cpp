// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/constant_text.h"

#include "thimble/ir/text_number.h"

#include <charconv>
#include <cstring>
#include <type_traits>

#include <fmt/format.h>

namespace thimble {
namespace {

/// Calls `function` with a value-initialised element of the C++ type that stores `type`. Booleans
/// are handled as their byte, so that bytes other than 0 and 1 survive.
template <typename Function> auto with_element_type(DataType type, Function function) {
    switch (type) {
    case DataType::float32:
        return function(float{});
    case DataType::int8:
        return function(std::int8_t{});
    case DataType::int16:
        return function(std::int16_t{});
    case DataType::int32:
        return function(std::int32_t{});
    case DataType::int64:
        return function(std::int64_t{});
    case DataType::uint8:
    case DataType::boolean:
        break;
    }
    return function(std::uint8_t{});
}

template <typename Element> std::string format_element(Element element) {
    if constexpr (std::is_floating_point_v<Element>) {
        return format_real(element);
    } else {
        return std::to_string(element);
    }
}

template <typename Element> std::optional<Element> parse_element(std::string_view word) {
    if constexpr (std::is_floating_point_v<Element>) {
        return parse_real<Element>(word);
    } else {
        Element element{};
        const auto result = std::from_chars(word.data(), word.data() + word.size(), element);
        const bool is_whole_word = result.ec == std::errc{} && result.ptr == word.data() + word.size();
        return is_whole_word ? std::optional(element) : std::nullopt;
    }
}

std::optional<unsigned> hex_digit(char digit) {
    unsigned value = 0;
    const auto result = std::from_chars(&digit, &digit + 1, value, 16);
    return result.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

} // namespace

std::string format_elements(const Tensor& tensor, std::size_t count) {
    return with_element_type(tensor.type.data_type, [&](auto element) {
        std::string text;
        for (std::size_t index = 0; index < count; ++index) {
            std::memcpy(&element, tensor.bytes.data() + index * sizeof(element), sizeof(element));
            text += (index == 0 ? "" : ", ") + format_element(element);
        }
        return text;
    });
}

std::string format_bytes(const std::vector<std::byte>& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "0x";
    text.reserve(2 + 2 * bytes.size());
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<std::size_t>(byte >> 4)];
        text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return text;
}

bool append_element(std::vector<std::byte>& bytes, DataType type, std::string_view word) {
    return with_element_type(type, [&](auto zero) {
        const auto element = parse_element<decltype(zero)>(word);
        if (!element) {
            return false;
        }
        const auto* first = reinterpret_cast<const std::byte*>(&*element);
        bytes.insert(bytes.end(), first, first + sizeof(*element));
        return true;
    });
}

std::optional<std::vector<std::byte>> parse_bytes(std::string_view word) {
    if (!word.starts_with("0x") || word.size() % 2 != 0) {
        return std::nullopt;
    }
    std::vector<std::byte> bytes;
    bytes.reserve(word.size() / 2 - 1);
    for (std::size_t index = 2; index < word.size(); index += 2) {
        const auto high = hex_digit(word[index]);
        const auto low = hex_digit(word[index + 1]);
        if (!high || !low) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<std::byte>(*high * 16 + *low));
    }
    return bytes;
}

} // namespace thimble

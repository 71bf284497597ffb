// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/literals.h"

#include "thimble/core/error.h"

#include <cmath>
#include <cstring>
#include <limits>

#include <fmt/format.h>

namespace thimble {

namespace {

template <typename Element> std::vector<std::string> literals_of(std::span<const std::byte> bytes) {
    std::vector<std::string> literals;
    literals.reserve(bytes.size() / sizeof(Element));
    for (std::size_t position = 0; position + sizeof(Element) <= bytes.size(); position += sizeof(Element)) {
        Element element;
        std::memcpy(&element, &bytes[position], sizeof element);
        if constexpr (std::is_floating_point_v<Element>) {
            literals.push_back(float_literal(element));
        } else {
            literals.push_back(integer_literal(element));
        }
    }
    return literals;
}

bool is_printable(char character) {
    return character >= ' ' && character <= '~';
}

} // namespace

std::string_view c_type(DataType type) {
    switch (type) {
    case DataType::float32:
        return "float";
    case DataType::int8:
        return "int8_t";
    case DataType::uint8:
    case DataType::boolean:
        return "uint8_t";
    case DataType::int16:
        return "int16_t";
    case DataType::int32:
        return "int32_t";
    case DataType::int64:
        return "int64_t";
    }
    throw InternalError("unknown data type");
}

std::string integer_literal(std::int64_t value) {
    if (value == std::numeric_limits<std::int64_t>::min()) {
        return "(-9223372036854775807 - 1)";
    }
    if (value == std::numeric_limits<std::int32_t>::min()) {
        return "(-2147483647 - 1)";
    }
    return std::to_string(value);
}

std::string float_literal(float value) {
    if (std::isnan(value)) {
        return "__builtin_nanf(\"\")";
    }
    if (std::isinf(value)) {
        return value < 0 ? "-__builtin_inff()" : "__builtin_inff()";
    }
    std::string digits = fmt::format("{}", value);
    if (digits.find_first_of(".e") == std::string::npos) {
        digits += ".0";
    }
    return digits + "f";
}

std::vector<std::string> element_literals(DataType type, std::span<const std::byte> bytes) {
    switch (type) {
    case DataType::float32:
        return literals_of<float>(bytes);
    case DataType::int8:
        return literals_of<std::int8_t>(bytes);
    case DataType::uint8:
    case DataType::boolean:
        return literals_of<std::uint8_t>(bytes);
    case DataType::int16:
        return literals_of<std::int16_t>(bytes);
    case DataType::int32:
        return literals_of<std::int32_t>(bytes);
    case DataType::int64:
        return literals_of<std::int64_t>(bytes);
    }
    throw InternalError("unknown data type");
}

std::string wrapped_list(const std::vector<std::string>& items) {
    constexpr std::size_t columns = 100;
    std::string text;
    std::string line = "   ";
    for (const std::string& item : items) {
        if (line.size() + item.size() + 2 > columns) {
            text += line + "\n";
            line = "   ";
        }
        line += " " + item + ",";
    }
    return items.empty() ? text : text + line + "\n";
}

std::string comment_text(std::string_view text) {
    std::string result;
    for (const char character : text.substr(0, 120)) {
        result += is_printable(character) && character != '\\' && character != '`' ? character : '_';
    }
    return result;
}

std::string real_value_text(const Quantization& quantization) {
    const std::int64_t zero_point = quantization.zero_point();
    return zero_point == 0 ? fmt::format("{} * stored", quantization.scale())
                           : fmt::format(
                                 "{} * (stored {} {})", quantization.scale(), zero_point < 0 ? '+' : '-',
                                 zero_point < 0 ? -zero_point : zero_point
                             );
}

std::string string_literal(std::string_view text) {
    std::string result = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\' || character == '?') {
            result += '\\'; // a question mark could begin a trigraph
            result += character;
        } else if (is_printable(character)) {
            result += character;
        } else {
            result += fmt::format("\\{:03o}", static_cast<unsigned char>(character));
        }
    }
    return result + "\"";
}

} // namespace thimble

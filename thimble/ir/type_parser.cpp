// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/type_parser.h"

#include "thimble/ir/constant_text.h"
#include "thimble/ir/text_number.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace thimble {
namespace {

constexpr std::int64_t most_elements = std::int64_t{1} << 40;
constexpr std::int64_t largest_int64 = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest_int64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest_int32 = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t smallest_int32 = std::numeric_limits<std::int32_t>::min();

/// Calls `parse_item` for each item of `[a, b, c]`.
template <typename ParseItem> void parse_list(TextScanner& scanner, ParseItem parse_item) {
    scanner.expect_symbol('[');
    if (scanner.take_symbol_if(']')) {
        return;
    }
    do {
        parse_item();
    } while (scanner.take_symbol_if(','));
    if (!scanner.take_symbol_if(']')) {
        scanner.fail_expected(scanner.peek(), "`,` or `]`");
    }
}

bool can_be_number(const Token& token) {
    return token.kind == TokenKind::number || token.kind == TokenKind::word;
}

template <typename Real> Real parse_real_token(TextScanner& scanner) {
    const Token token = scanner.take();
    const auto value = can_be_number(token) ? parse_real<Real>(token.text) : std::nullopt;
    if (!value) {
        scanner.fail_expected(token, "a number");
    }
    return *value;
}

bool is_integer(const Token& token) {
    return token.kind == TokenKind::number && token.text.find_first_not_of("-0123456789") == std::string::npos;
}

Shape parse_shape(TextScanner& scanner) {
    const Token start = scanner.peek();
    std::vector<std::int64_t> extents;
    std::int64_t elements = 1;
    parse_list(scanner, [&] {
        extents.push_back(parse_integer(scanner, 0, most_elements));
        // An extent of 0 must not hide an overflow among the others.
        if (std::max<std::int64_t>(extents.back(), 1) > most_elements / elements) {
            scanner.fail(start, "E0405", "the shape has more than 2^40 elements");
        }
        elements *= std::max<std::int64_t>(extents.back(), 1);
    });
    return Shape(std::move(extents));
}

Quantization parse_quantization(TextScanner& scanner) {
    Quantization quantization;
    const auto parse_scale = [&] { quantization.scales.push_back(parse_real_token<float>(scanner)); };
    const auto parse_zero_point = [&] {
        const std::int64_t zero_point = parse_integer(scanner, smallest_int32, largest_int32);
        quantization.zero_points.push_back(static_cast<std::int32_t>(zero_point));
    };
    scanner.expect_symbol('(');
    if (scanner.peek().is_symbol('[')) {
        parse_list(scanner, parse_scale);
        scanner.expect_symbol(',');
        parse_list(scanner, parse_zero_point);
        scanner.expect_symbol(',');
        scanner.expect_word("axis");
        quantization.axis = static_cast<std::size_t>(parse_integer(scanner, 0, largest_int32));
    } else {
        parse_scale();
        scanner.expect_symbol(',');
        parse_zero_point();
    }
    scanner.expect_symbol(')');
    return quantization;
}

AttributeValue parse_attribute_list(TextScanner& scanner) {
    std::vector<std::int64_t> integers;
    std::vector<double> doubles;
    parse_list(scanner, [&] {
        const Token token = scanner.peek();
        if (is_integer(token)) {
            integers.push_back(parse_integer(scanner, smallest_int64, largest_int64));
        } else {
            doubles.push_back(parse_real_token<double>(scanner));
        }
        if (!integers.empty() && !doubles.empty()) {
            scanner.fail(token, "E0401", "a list holds either integers or doubles (`1.0`), not both");
        }
    });
    if (doubles.empty()) {
        return integers;
    }
    return doubles;
}

AttributeValue parse_attribute_value(TextScanner& scanner) {
    const Token& next = scanner.peek();
    if (next.kind == TokenKind::string) {
        return scanner.take().text;
    }
    if (next.is_symbol('[')) {
        return parse_attribute_list(scanner);
    }
    if (next.is_word("doubles")) {
        scanner.take();
        scanner.expect_symbol('[');
        scanner.expect_symbol(']');
        return std::vector<double>{};
    }
    if (is_integer(next)) {
        return parse_integer(scanner, smallest_int64, largest_int64);
    }
    if (!can_be_number(next)) {
        scanner.fail_expected(next, "an attribute value");
    }
    return parse_real_token<double>(scanner);
}

std::vector<std::byte> parse_hexadecimal_data(TextScanner& scanner) {
    const Token token = scanner.take();
    auto bytes = parse_bytes(token.text);
    if (!bytes) {
        scanner.fail_expected(token, "`[` or `0x` and two digits a byte");
    }
    return *std::move(bytes);
}

std::vector<std::byte> parse_listed_data(TextScanner& scanner, DataType type) {
    std::vector<std::byte> bytes;
    parse_list(scanner, [&] {
        const Token token = scanner.take();
        if (token.is_symbol('.')) {
            scanner.fail(token, "E0404", "the data of this constant was left out when the text was written");
        }
        if (!can_be_number(token)) {
            scanner.fail_expected(token, "a number");
        }
        if (!append_element(bytes, type, token.text)) {
            scanner.fail(token, "E0404", fmt::format("expected a value of {}, found `{}`", name(type), token.text));
        }
    });
    return bytes;
}

} // namespace

std::int64_t parse_integer(TextScanner& scanner, std::int64_t minimum, std::int64_t maximum) {
    const Token token = scanner.take();
    if (!is_integer(token)) {
        scanner.fail_expected(token, "an integer");
    }
    std::int64_t value = 0;
    const char* end = token.text.data() + token.text.size();
    const auto result = std::from_chars(token.text.data(), end, value);
    if (result.ec == std::errc::invalid_argument || result.ptr != end) {
        scanner.fail_expected(token, "an integer");
    }
    if (result.ec != std::errc{} || value < minimum || value > maximum) {
        scanner.fail(
            token, "E0405", fmt::format("expected an integer from {} to {}, found {}", minimum, maximum, token.text)
        );
    }
    return value;
}

TensorType parse_type(TextScanner& scanner) {
    const Token word = scanner.take();
    const auto data_type = word.kind == TokenKind::word ? parse_data_type(word.text) : std::nullopt;
    if (!data_type) {
        scanner.fail_expected(word, "an element type such as `int8` or `float32`");
    }
    TensorType type{*data_type, parse_shape(scanner), std::nullopt};
    if (scanner.peek().is_word("q")) {
        scanner.take();
        type.quantization = parse_quantization(scanner);
    }
    return type;
}

Attributes parse_attributes(TextScanner& scanner) {
    Attributes attributes;
    scanner.expect_symbol('{');
    do {
        const Token name = scanner.take();
        if (name.kind != TokenKind::word && name.kind != TokenKind::string) {
            scanner.fail_expected(name, "an attribute name");
        }
        if (attributes.has(name.text)) {
            scanner.fail(name, "E0403", fmt::format("attribute `{}` is given twice", name.text));
        }
        scanner.expect_symbol('=');
        attributes.set(name.text, parse_attribute_value(scanner));
    } while (scanner.take_symbol_if(','));
    scanner.expect_symbol('}');
    return attributes;
}

Tensor parse_constant(TextScanner& scanner, TensorType type) {
    const Token start = scanner.peek();
    Tensor tensor;
    tensor.bytes = start.is_symbol('[') ? parse_listed_data(scanner, type.data_type) : parse_hexadecimal_data(scanner);
    tensor.type = std::move(type);
    if (tensor.bytes.size() != tensor.type.byte_count()) {
        scanner.fail(
            start, "E0404",
            fmt::format(
                "{} {} expects {} bytes, the data has {}", name(tensor.type.data_type), tensor.type.shape.to_string(),
                tensor.type.byte_count(), tensor.bytes.size()
            )
        );
    }
    return tensor;
}

} // namespace thimble

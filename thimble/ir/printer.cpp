// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/printer.h"

#include "thimble/ir/constant_text.h"
#include "thimble/ir/text_number.h"
#include "thimble/ir/text_scanner.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace thimble {
namespace {

constexpr std::size_t most_listed_elements = 32;
constexpr std::size_t elided_elements_shown = 4;

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            result += '\\';
            result += character;
        } else if (character == '\n') {
            result += "\\n";
        } else if (character == '\t') {
            result += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            result += fmt::format("\\x{:02x}", byte);
        } else {
            result += character;
        }
    }
    return result + "\"";
}

std::string value_name(const Graph& graph, ValueId id) {
    if (id.is_none()) {
        return "none";
    }
    if (id.index >= graph.values.size()) {
        return fmt::format("%<value {} of {}>", id.index, graph.values.size());
    }
    const std::string& name = graph.value(id).name;
    return "%" + (is_bare_value_name(name) ? name : quoted(name));
}

std::string word_or_quoted(std::string_view text) {
    return is_word(text) ? std::string(text) : quoted(text);
}

template <typename Range, typename Format> std::string join(const Range& items, Format format) {
    std::string result;
    for (const auto& item : items) {
        result += (result.empty() ? "" : ", ") + format(item);
    }
    return result;
}

std::string format_quantization(const Quantization& quantization) {
    const bool is_per_tensor =
        quantization.scales.size() == 1 && quantization.zero_points.size() == 1 && quantization.axis == 0;
    if (is_per_tensor) {
        return fmt::format(" q({}, {})", format_real(quantization.scale()), quantization.zero_point());
    }
    return fmt::format(
        " q([{}], [{}], axis {})", join(quantization.scales, [](float scale) { return format_real(scale); }),
        join(quantization.zero_points, [](std::int32_t point) { return std::to_string(point); }), quantization.axis
    );
}

/// A double always differs from an integer in its text.
std::string format_double_attribute(double value) {
    std::string text = format_real(value);
    return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
}

struct AttributeFormatter {
    std::string operator()(std::int64_t value) const { return std::to_string(value); }

    std::string operator()(double value) const { return format_double_attribute(value); }

    std::string operator()(const std::string& value) const { return quoted(value); }

    std::string operator()(const std::vector<std::int64_t>& values) const { return "[" + join(values, *this) + "]"; }

    std::string operator()(const std::vector<double>& values) const {
        return values.empty() ? "doubles []" : "[" + join(values, *this) + "]";
    }
};

std::string format_attributes(const Attributes& attributes) {
    if (attributes.entries().empty()) {
        return "";
    }
    return " {" +
           join(
               attributes.entries(),
               [](const auto& entry) {
                   return word_or_quoted(entry.first) + " = " + std::visit(AttributeFormatter{}, entry.second);
               }
           ) +
           "}";
}

std::string format_data(const Tensor& tensor, const PrintOptions& options) {
    const std::size_t count = tensor.bytes.size() / size_bytes(tensor.type.data_type);
    if (count <= most_listed_elements) {
        return "[" + format_elements(tensor, count) + "]";
    }
    if (options.constants == ConstantData::elided) {
        return fmt::format("[{}, ...]", format_elements(tensor, elided_elements_shown));
    }
    return format_bytes(tensor.bytes);
}

std::string format_declaration(const Graph& graph, ValueId id) {
    const std::string name = value_name(graph, id);
    return id.index < graph.values.size() ? name + ": " + print(graph.value(id).type) : name;
}

std::string format_node(const Graph& graph, const Node& node) {
    return fmt::format(
        "  {} = {} {} ({}){}\n", join(node.outputs, [&](ValueId id) { return format_declaration(graph, id); }),
        word_or_quoted(node.op), quoted(node.name),
        join(node.inputs, [&](ValueId id) { return value_name(graph, id); }), format_attributes(node.attributes)
    );
}

std::string format_constants(const Graph& graph, const PrintOptions& options) {
    std::string text;
    for (std::uint32_t index = 0; index < graph.values.size(); ++index) {
        if (graph.values[index].constant) {
            text += fmt::format(
                "  constant {} = {}\n", format_declaration(graph, {index}),
                format_data(*graph.values[index].constant, options)
            );
        }
    }
    return text;
}

} // namespace

std::string print(const TensorType& type) {
    return std::string(name(type.data_type)) + type.shape.to_string() +
           (type.quantization ? format_quantization(*type.quantization) : "");
}

std::string print(const Graph& graph, const PrintOptions& options) {
    std::string text = fmt::format("graph {} {{\n", quoted(graph.name));
    for (const ValueId id : graph.port_inputs()) {
        text += fmt::format("  input {}\n", format_declaration(graph, id));
    }
    for (const ValueId id : graph.state_inputs()) {
        text += fmt::format("  state {}\n", format_declaration(graph, id));
    }
    text += format_constants(graph, options);
    for (const Node& node : graph.nodes) {
        text += format_node(graph, node);
    }
    for (const ValueId id : graph.port_outputs()) {
        text += fmt::format("  output {}\n", value_name(graph, id));
    }
    for (const ValueId id : graph.state_outputs()) {
        text += fmt::format("  next {}\n", value_name(graph, id));
    }
    return text + "}\n";
}

} // namespace thimble

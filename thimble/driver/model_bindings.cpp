// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/model_bindings.h"

#include "thimble/core/file.h"
#include "thimble/core/nearest_name.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/driver/npy_file.h"
#include "thimble/import/onnx/declared_inputs.h"
#include "thimble/import/onnx/tensor_file.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <type_traits>

#include <fmt/ranges.h>

namespace thimble {
namespace {

struct NamedText {
    std::string name;
    std::string text;
};

NamedText split_assignment(const std::string& option, const std::string& text) {
    // Names may hold `=`, values may not.
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        OptionError error("E0105", fmt::format("{} takes NAME=VALUE, found `{}`", option, text));
        throw error;
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

template <typename Number> bool read_number(const std::string& text, Number& number) {
    const char* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc() && stop == end;
}

std::vector<std::string> split_at_commas(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        parts.push_back(text.substr(begin, comma - begin));
        begin = comma + 1;
    }
    return parts;
}

OptionError does_not_fit(const DeclaredInput& input, const std::string& message) {
    return {"E0107", fmt::format("values for input `{}` do not fit: {}", input.name, message)};
}

template <typename Element> Element read_element(const DeclaredInput& input, const std::string& text) {
    if constexpr (std::is_same_v<Element, bool>) {
        if (text == "true" || text == "false") {
            return text == "true";
        }
    }
    // Small integers are read as wide ones, so that what is too large is found.
    std::conditional_t<std::is_floating_point_v<Element>, float, std::int64_t> number{};
    const bool is_read = read_number(text, number);
    if (!is_read ||
        (std::is_integral_v<Element> && static_cast<std::int64_t>(static_cast<Element>(number)) != number)) {
        throw does_not_fit(input, fmt::format("`{}` is not a {}", text, name(data_type_of<Element>())));
    }
    return static_cast<Element>(number);
}

/// The declared shape, with one unknown extent taken from the number of values.
Shape shape_for(const DeclaredInput& input, const ModelBindings& bindings, std::size_t count) {
    if (!input.dimensions) {
        return {static_cast<std::int64_t>(count)};
    }
    std::vector<std::int64_t> extents;
    std::int64_t known = 1;
    std::size_t unknown_count = 0;
    for (const DeclaredDimension& dimension : *input.dimensions) {
        const auto given = bindings.dimensions.find(dimension.symbol);
        const bool is_given = !dimension.is_known() && given != bindings.dimensions.end();
        extents.push_back(is_given ? given->second : dimension.extent);
        const std::int64_t factor = std::max<std::int64_t>(extents.back(), 1);
        if (factor > std::numeric_limits<std::int32_t>::max() / known) {
            throw does_not_fit(input, "its shape is too large to be bound");
        }
        known *= factor;
        unknown_count += extents.back() < 0 ? 1 : 0;
    }
    const std::int64_t rest = static_cast<std::int64_t>(count) / known;
    if (unknown_count == 1) {
        std::replace_if(
            extents.begin(), extents.end(), [](std::int64_t extent) { return extent < 0; }, rest
        );
    }
    if (unknown_count > 1 || Shape(extents).element_count() != static_cast<std::int64_t>(count)) {
        throw does_not_fit(
            input, unknown_count > 1
                       ? fmt::format("{} of its dimensions are open; give them with --dimension", unknown_count)
                       : fmt::format("{} values, its shape is {}", count, Shape(extents).to_string())
        );
    }
    return Shape(extents);
}

Tensor tensor_of_values(const DeclaredInput& input, const ModelBindings& bindings, const std::string& text) {
    if (!input.data_type) {
        throw does_not_fit(input, "its data type is not supported");
    }
    const std::vector<std::string> values = split_at_commas(text);
    Tensor tensor({*input.data_type, shape_for(input, bindings, values.size()), {}});
    visit_data_type(*input.data_type, [&]<typename Element>(Element) {
        std::transform(values.begin(), values.end(), tensor.elements<Element>().begin(), [&](const std::string& value) {
            return read_element<Element>(input, value);
        });
    });
    return tensor;
}

Tensor bound_tensor(const DeclaredInput& input, const ModelBindings& bindings, const std::string& text) {
    if (text.ends_with(".npy")) {
        return read_npy(read_binary_file(text), text);
    }
    if (text.ends_with(".pb")) {
        return read_onnx_tensor(read_binary_file(text), text);
    }
    return tensor_of_values(input, bindings, text);
}

[[noreturn]] void
throw_unknown(const std::string& what, const std::string& name, const std::vector<std::string>& known) {
    OptionError error("E0106", fmt::format("the model has no {} named `{}`", what, name));
    const std::string suggestion = did_you_mean(name, known);
    error.set_hint(
        !suggestion.empty() ? suggestion
        : known.empty()     ? fmt::format("it has no {}", what)
                            : fmt::format("it has: {}", fmt::join(known, ", "))
    );
    throw error;
}

void check_dimensions(const ModelBindings& bindings, const std::vector<DeclaredInput>& inputs) {
    std::vector<std::string> symbols;
    for (const DeclaredInput& input : inputs) {
        for (const DeclaredDimension& dimension : input.dimensions.value_or(std::vector<DeclaredDimension>{})) {
            const bool is_new = std::find(symbols.begin(), symbols.end(), dimension.symbol) == symbols.end();
            if (!dimension.symbol.empty() && is_new) {
                symbols.push_back(dimension.symbol);
            }
        }
    }
    for (const auto& [name, extent] : bindings.dimensions) {
        if (std::find(symbols.begin(), symbols.end(), name) == symbols.end()) {
            throw_unknown("symbolic dimension", name, symbols);
        }
    }
}

const DeclaredInput& find_input(const std::vector<DeclaredInput>& inputs, const std::string& name) {
    const auto found =
        std::find_if(inputs.begin(), inputs.end(), [&](const DeclaredInput& input) { return input.name == name; });
    if (found == inputs.end()) {
        std::vector<std::string> names;
        std::transform(inputs.begin(), inputs.end(), std::back_inserter(names), [](const DeclaredInput& input) {
            return input.name;
        });
        throw_unknown("input", name, names);
    }
    return *found;
}

} // namespace

void add_dimension(ModelBindings& bindings, const std::string& text) {
    const auto [name, value] = split_assignment("--dimension", text);
    std::int64_t extent = 0;
    if (!read_number(value, extent) || extent < 1 || extent > std::numeric_limits<std::int32_t>::max()) {
        throw OptionError("E0105", fmt::format("dimension `{}` is `{}`, expected a number from 1", name, value));
    }
    bindings.dimensions[name] = extent;
}

void add_bound_input(ModelBindings& bindings, const std::string& text) {
    const auto [name, value] = split_assignment("--bind", text);
    bindings.inputs[name] = value;
}

OnnxOptions bind_model(const ModelBindings& bindings, std::span<const std::byte> model) {
    OnnxOptions options;
    if (bindings.is_empty()) {
        return options;
    }
    const std::vector<DeclaredInput> inputs = declared_onnx_inputs(model);
    check_dimensions(bindings, inputs);
    options.dimensions = bindings.dimensions;
    for (const auto& [name, text] : bindings.inputs) {
        options.bound_inputs.emplace(name, bound_tensor(find_input(inputs, name), bindings, text));
    }
    return options;
}

} // namespace thimble

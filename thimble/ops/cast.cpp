// SPDX-License-Identifier: Apache-2.0
// The operator cast: numbers of another data type. float32 to integers truncates towards zero and saturates, NaN
// becomes 0; integers to narrower ones wrap around; anything but 0 is true. Scales count for nothing: stored values are
// cast.
#include "thimble/ops/cast.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, 1);
    const DataType to = data_type_attribute(node.attributes(), DataType::float32);
    return {output_type(node, to, node.input(0).shape)};
}

template <typename Result> Result from_float(float value) {
    using Limits = std::numeric_limits<Result>;
    if (std::isnan(value)) {
        return 0;
    }
    const double whole = std::trunc(static_cast<double>(value));
    // 2^63 is the first that int64 does not hold; the largest int64 is not a double.
    if (whole >= std::ldexp(1.0, Limits::digits)) {
        return Limits::max();
    }
    return whole <= static_cast<double>(Limits::min()) ? Limits::min() : static_cast<Result>(whole);
}

template <typename Result, typename Element> Result convert(Element value) {
    if constexpr (std::is_same_v<Result, bool>) {
        return value != Element{};
    } else if constexpr (std::is_same_v<Element, float> && !std::is_same_v<Result, float>) {
        return from_float<Result>(value);
    } else {
        return static_cast<Result>(value);
    }
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    Tensor output(node.output());
    visit_data_type(inputs[0]->type.data_type, [&]<typename Element>(Element) {
        visit_data_type(output.type.data_type, [&]<typename Result>(Result) {
            Result* next = output.elements<Result>().data();
            for (const Element value : inputs[0]->elements<Element>()) {
                *next++ = convert<Result>(value);
            }
        });
    });
    return {output};
}

} // namespace

DataType data_type_attribute(const Attributes& attributes, DataType fallback) {
    if (!attributes.has("to")) {
        return fallback;
    }
    const auto& word = attributes.get<std::string>("to");
    const std::optional<DataType> type = parse_data_type(word);
    if (!type) {
        throw ModelError(wrong_attribute, fmt::format("to is `{}`, expected a data type", word));
    }
    return *type;
}

OpDef cast_def() {
    return {
        .name = "cast",
        .summary = "numbers of another data type",
        .attributes = {{.name = "to", .kind_example = std::string(), .is_required = true}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

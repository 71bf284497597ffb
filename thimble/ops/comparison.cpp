// SPDX-License-Identifier: Apache-2.0
// The family of comparisons of two inputs, with NumPy broadcasting. int8 and int16 with a scale as TensorFlow Lite
// Micro's kernels/comparisons.cc.
#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/broadcast.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

namespace thimble {

namespace {

/// An operator is true for some of the three orders of two numbers; NaN has none of them.
struct Comparison {
    std::string_view name;
    std::string_view summary;
    bool when_less;
    bool when_equal;
    bool when_greater;
};

constexpr Comparison comparisons[] = {
    {"equal", "whether both are equal", false, true, false},
    {"not_equal", "whether both differ", true, false, true},
    {"greater", "whether the first is greater", false, false, true},
    {"greater_equal", "whether the first is not less", false, true, true},
    {"less", "whether the first is less", true, false, false},
    {"less_equal", "whether the first is not greater", true, true, false},
};

const Comparison& comparison(std::string_view op) {
    return *std::find_if(std::begin(comparisons), std::end(comparisons), [&](const Comparison& row) {
        return row.name == op;
    });
}

void check_codes(const NodeView& node, DataType type) {
    if (type != DataType::int8 && type != DataType::int16) {
        throw ModelError(wrong_data_type, fmt::format("input is {} with a scale, expected int8 or int16", name(type)));
    }
    for (std::size_t index = 0; index < 2; ++index) {
        require_affine_per_tensor(node.input(index), fmt::format("input {}", index));
        quantize_multiplier(static_cast<double>(node.input(index).quantization->scale()));
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType type = require_same_data_type(node, 2);
    if (node.input(0).quantization) {
        check_codes(node, type);
    } else if (is_integer_type(type)) {
        require_plain_integers(node, 2);
    } else if (type == DataType::boolean && node.node().op != "equal" && node.node().op != "not_equal") {
        throw ModelError(wrong_data_type, "input is boolean, expected numbers");
    }
    return {output_type(node, DataType::boolean, broadcast_shape(node.input(0).shape, node.input(1).shape))};
}

template <typename Number> bool holds(const Comparison& row, Number x, Number y) {
    if (x < y) {
        return row.when_less;
    }
    if (x == y) {
        return row.when_equal;
    }
    // What is no number differs from everything.
    return x > y ? row.when_greater : row.name == "not_equal";
}

std::int32_t scaled_code(std::int32_t code, const TensorType& type) {
    constexpr std::int32_t steps = 256;
    const QuantizedMultiplier scale = quantize_multiplier(static_cast<double>(type.quantization->scale()));
    return requantize((code - type.quantization->zero_point()) * steps, scale);
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Comparison& row = comparison(node.node().op);
    const TensorType& first = inputs[0]->type;
    const TensorType& second = inputs[1]->type;
    const bool is_affine = node.input(0).quantization.has_value();
    Tensor output(node.output());
    const std::span<bool> results = output.elements<bool>();
    visit_data_type(first.data_type, [&]<typename Element>(Element) {
        for_each_broadcast(first.shape, second.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
            const Element x = inputs[0]->elements<Element>()[a];
            const Element y = inputs[1]->elements<Element>()[b];
            if constexpr (std::is_integral_v<Element> && sizeof(Element) <= 2) {
                if (is_affine) {
                    results[index] = holds(row, scaled_code(x, node.input(0)), scaled_code(y, node.input(1)));
                    return;
                }
            }
            results[index] = holds(row, x, y);
        });
    });
    return {output};
}

} // namespace

std::vector<OpDef> comparison_defs() {
    std::vector<OpDef> definitions;
    for (const Comparison& row : comparisons) {
        definitions.push_back({
            .name = row.name,
            .summary = row.summary,
            .min_inputs = 2,
            .max_inputs = 2,
            .infer = infer,
            .evaluate = evaluate,
        });
    }
    return definitions;
}

} // namespace thimble

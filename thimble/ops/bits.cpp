// SPDX-License-Identifier: Apache-2.0
// The family of logic on booleans and of operations on the bits of integers. A shift to the left beyond the bits gives
// 0; one to the right is limited to the highest bit, as TensorFlow Lite's kernels/right_shift.cc.
#include "thimble/core/error.h"
#include "thimble/ops/pair.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

using Wide = WideInteger;

struct BitFunction {
    std::string_view name;
    std::string_view summary;
    std::size_t inputs;
    bool is_logical;
    Wide (*apply)(Wide x, Wide y, std::int64_t bits);
};

Wide shift_left(Wide x, Wide amount, std::int64_t bits) {
    return amount >= bits ? Wide{0} : x * (Wide{1} << std::max<Wide>(amount, 0));
}

Wide shift_right(Wide x, Wide amount, std::int64_t bits) {
    return x >> std::clamp<Wide>(amount, 0, bits - 1);
}

constexpr BitFunction functions[] = {
    {"logical_and", "whether both are true", 2, true, [](Wide x, Wide y, std::int64_t) { return x & y; }},
    {"logical_or", "whether one is true", 2, true, [](Wide x, Wide y, std::int64_t) { return x | y; }},
    {"logical_xor", "whether both differ", 2, true, [](Wide x, Wide y, std::int64_t) { return x ^ y; }},
    {"logical_not", "the other truth", 1, true, [](Wide x, Wide, std::int64_t) { return Wide{1} - x; }},
    {"bitwise_and", "bits set in both", 2, false, [](Wide x, Wide y, std::int64_t) { return x & y; }},
    {"bitwise_or", "bits set in one", 2, false, [](Wide x, Wide y, std::int64_t) { return x | y; }},
    {"bitwise_xor", "bits that differ", 2, false, [](Wide x, Wide y, std::int64_t) { return x ^ y; }},
    {"bitwise_not", "the other bits", 1, false, [](Wide x, Wide, std::int64_t) { return -x - 1; }},
    {"shift_left", "bits moved up by the second input", 2, false, shift_left},
    {"shift_right", "bits moved down by the second input", 2, false, shift_right},
};

const BitFunction& bit_function(std::string_view op) {
    return *std::find_if(std::begin(functions), std::end(functions), [&](const BitFunction& function) {
        return function.name == op;
    });
}

std::vector<TensorType> infer(const NodeView& node) {
    const BitFunction& function = bit_function(node.node().op);
    const DataType type = require_same_data_type(node, function.inputs);
    if (function.is_logical && type != DataType::boolean) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected boolean", name(type)));
    }
    if (!function.is_logical) {
        require_plain_integers(node, function.inputs);
    }
    const Shape& first = node.input(0).shape;
    return {output_type(node, type, function.inputs == 1 ? first : broadcast_shape(first, node.input(1).shape))};
}

template <typename Element>
void apply_to_all(const BitFunction& function, const Tensor& first, const Tensor& second, Tensor& output) {
    constexpr std::int64_t bits = 8 * static_cast<std::int64_t>(sizeof(Element));
    for_each_broadcast(first.type.shape, second.type.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
        const Wide x = first.elements<Element>()[a];
        const Wide y = second.elements<Element>()[b];
        output.elements<Element>()[index] = static_cast<Element>(function.apply(x, y, bits));
    });
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const BitFunction& function = bit_function(node.node().op);
    // The operators on one input ignore the second.
    const Tensor& second = *inputs[function.inputs - 1];
    Tensor output(node.output());
    if (function.is_logical) {
        apply_to_all<bool>(function, *inputs[0], second, output);
    } else {
        visit_integer_type(inputs[0]->type.data_type, [&]<typename Element>(Element) {
            apply_to_all<Element>(function, *inputs[0], second, output);
        });
    }
    return {output};
}

} // namespace

std::vector<OpDef> bits_defs() {
    std::vector<OpDef> definitions;
    for (const BitFunction& function : functions) {
        definitions.push_back({
            .name = function.name,
            .summary = function.summary,
            .min_inputs = function.inputs,
            .max_inputs = function.inputs,
            .infer = infer,
            .evaluate = evaluate,
        });
    }
    return definitions;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The family of questions about float32 numbers: is_nan and is_inf.
#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <cmath>

#include <fmt/format.h>

namespace thimble {

namespace {

bool flag(const NodeView& node, std::string_view name) {
    return !node.attributes().has(name) || node.attributes().get<std::int64_t>(name) != 0;
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType type = require_same_data_type(node, 1);
    if (type != DataType::float32) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32", name(type)));
    }
    return {output_type(node, DataType::boolean, node.input(0).shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const bool asks_for_nan = node.node().op == "is_nan";
    const bool detects_negative = flag(node, "detect_negative");
    const bool detects_positive = flag(node, "detect_positive");
    Tensor output(node.output());
    bool* next = output.elements<bool>().data();
    for (const float value : inputs[0]->elements<float>()) {
        const bool is_detected = std::isinf(value) && (value < 0.0F ? detects_negative : detects_positive);
        *next++ = asks_for_nan ? std::isnan(value) : is_detected;
    }
    return {output};
}

} // namespace

std::vector<OpDef> float_class_defs() {
    return {
        {.name = "is_nan", .summary = "whether it is no number", .infer = infer, .evaluate = evaluate},
        {.name = "is_inf",
         .summary = "whether it is infinite",
         .attributes =
             {{.name = "detect_negative", .kind_example = std::int64_t{1}},
              {.name = "detect_positive", .kind_example = std::int64_t{1}}},
         .infer = infer,
         .evaluate = evaluate},
    };
}

} // namespace thimble

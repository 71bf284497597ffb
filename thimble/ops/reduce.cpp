// SPDX-License-Identifier: Apache-2.0
// The family of operators that reduce some axes to one number each, as the Reduce operators of ONNX. int8 and
// int16 with a scale are as TensorFlow Lite Micro's kernels/reduce_common.cc.
#include "thimble/ops/reduce.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/reduction.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace thimble {

namespace {

using Reals = std::span<const double>;
using Whole = std::span<const std::int64_t>;

/// Folds with arithmetic modulo 2^64, in which overflow has a meaning.
template <typename Combine> std::int64_t fold_modulo(Whole values, std::uint64_t start, Combine combine) {
    for (const std::int64_t value : values) {
        start = combine(start, value);
    }
    return static_cast<std::int64_t>(start);
}

std::uint64_t modulo(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}

std::int64_t sum(Whole values) {
    return fold_modulo(values, 0, [](std::uint64_t total, std::int64_t x) { return total + modulo(x); });
}

std::int64_t product(Whole values) {
    return fold_modulo(values, 1, [](std::uint64_t total, std::int64_t x) { return total * modulo(x); });
}

std::int64_t sum_of_magnitudes(Whole values) {
    return fold_modulo(values, 0, [](std::uint64_t total, std::int64_t x) {
        return x < 0 ? total - modulo(x) : total + modulo(x);
    });
}

std::int64_t sum_of_squares(Whole values) {
    return fold_modulo(values, 0, [](std::uint64_t total, std::int64_t x) { return total + modulo(x) * modulo(x); });
}

template <typename Combine> double fold(Reals values, double start, Combine combine) {
    for (const double value : values) {
        start = combine(start, value);
    }
    return start;
}

double sum(Reals values) {
    return fold(values, 0.0, [](double total, double x) { return total + x; });
}

double sum_of_squares(Reals values) {
    return fold(values, 0.0, [](double total, double x) { return total + x * x; });
}

double largest(Reals values) {
    return *std::max_element(values.begin(), values.end());
}

double log_sum_exp(Reals values) {
    // Differences to the largest do not overflow.
    const double shift = std::isfinite(largest(values)) ? largest(values) : 0.0;
    return shift + std::log(fold(values, 0.0, [&](double total, double x) { return total + std::exp(x - shift); }));
}

constexpr ReduceTypes real_only = {};
constexpr ReduceTypes numbers = {.has_integers = true};
constexpr ReduceTypes numbers_and_codes = {.has_integers = true, .has_codes = true};
constexpr ReduceTypes ordered = {.has_integers = true, .has_codes = true, .has_booleans = true};
constexpr ReduceTypes boolean_only = {.has_reals = false, .has_booleans = true};

constexpr ReduceFunction functions[] = {
    {"reduce_sum", "sum over some axes", numbers_and_codes, sum, sum},
    {"reduce_max", "largest element over some axes", ordered, largest,
     [](Whole x) { return *std::max_element(x.begin(), x.end()); }},
    {"reduce_min", "smallest element over some axes", ordered,
     [](Reals x) { return *std::min_element(x.begin(), x.end()); },
     [](Whole x) { return *std::min_element(x.begin(), x.end()); }},
    {"reduce_prod", "product over some axes", numbers,
     [](Reals x) { return fold(x, 1.0, [](double total, double next) { return total * next; }); }, product},
    {"reduce_l1", "sum of magnitudes over some axes", numbers,
     [](Reals x) { return fold(x, 0.0, [](double total, double next) { return total + std::abs(next); }); },
     sum_of_magnitudes},
    {"reduce_l2", "square root of the sum of squares over some axes", real_only,
     [](Reals x) { return std::sqrt(sum_of_squares(x)); }},
    {"reduce_log_sum", "logarithm of the sum over some axes", real_only, [](Reals x) { return std::log(sum(x)); }},
    {"reduce_log_sum_exp", "logarithm of the sum of exponentials over some axes", real_only, log_sum_exp},
    {"reduce_sum_square", "sum of squares over some axes", numbers, sum_of_squares, sum_of_squares},
    {"reduce_any", "whether any element over some axes is true", boolean_only, nullptr,
     [](Whole x) { return *std::max_element(x.begin(), x.end()); }},
    {"reduce_all", "whether all elements over some axes are true", boolean_only, nullptr,
     [](Whole x) { return *std::min_element(x.begin(), x.end()); }},
};

bool takes(const ReduceTypes& types, const TensorType& input) {
    if (input.data_type == DataType::float32) {
        return types.has_reals;
    }
    if (input.data_type == DataType::boolean) {
        return types.has_booleans;
    }
    const bool is_code = input.data_type == DataType::int8 || input.data_type == DataType::int16;
    return is_plain_integer(input) ? types.has_integers : types.has_codes && is_code;
}

void require_codes(const NodeView& node) {
    require_float32_int8_or_int16(node, 1);
    if (node.node().op != "reduce_sum") {
        require_output_quantization_of_input(node, 0);
        return;
    }
    require_quantized_output(node);
    require_summable(node.input(0), reduction_count(node.input(0).shape, reduction_attributes(node.attributes()).axes));
    if (!node.node().outputs.empty()) {
        reduce_sum_multiplier(node);
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 1);
    const TensorType& input = node.input(0);
    if (!takes(reduce_function(node.node().op).types, input)) {
        throw ModelError(
            wrong_data_type, fmt::format(
                                 "input is {}{}, which {} does not reduce", name(data_type),
                                 input.quantization ? " with a scale" : "", node.node().op
                             )
        );
    }
    const ReductionAttributes attributes = reduction_attributes(node.attributes());
    require_axes(attributes.axes, input.shape);
    if (input.quantization) {
        require_codes(node);
    }
    return {output_type(node, data_type, reduced_shape(input.shape, attributes))};
}

Tensor evaluate_reals(const NodeView& node, const Tensor& input) {
    const ReduceFunction& function = reduce_function(node.node().op);
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for (const auto& list : reduction_lists<float, double>(input, reduction_attributes(node.attributes()).axes)) {
        *next++ = static_cast<float>(function.of_reals(list));
    }
    return output;
}

Tensor evaluate_integers(const NodeView& node, const Tensor& input) {
    const ReduceFunction& function = reduce_function(node.node().op);
    const std::vector<std::int64_t> axes = reduction_attributes(node.attributes()).axes;
    Tensor output(node.output());
    visit_data_type(input.type.data_type, [&]<typename Element>(Element) {
        Element* next = output.elements<Element>().data();
        for (const auto& list : reduction_lists<Element, std::int64_t>(input, axes)) {
            *next++ = static_cast<Element>(function.of_integers(list));
        }
    });
    return output;
}

template <typename Element> Tensor evaluate_code_sums(const NodeView& node, const Tensor& input) {
    const QuantizedMultiplier multiplier = reduce_sum_multiplier(node);
    const std::int64_t input_zero_point = node.input(0).quantization->zero_point();
    const std::vector<std::int64_t> axes = reduction_attributes(node.attributes()).axes;
    Tensor output(node.output());
    Element* next = output.elements<Element>().data();
    for (const auto& list : reduction_lists<Element, std::int64_t>(input, axes)) {
        const std::int64_t difference = sum(list) - input_zero_point * static_cast<std::int64_t>(list.size());
        const std::int64_t scaled = requantize(static_cast<std::int32_t>(difference), multiplier);
        *next++ = saturate_to<Element>(scaled + node.output().quantization->zero_point());
    }
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {evaluate_reals(node, *inputs[0])};
    }
    if (node.node().op == "reduce_sum" && node.input(0).quantization) {
        return {
            node.input(0).data_type == DataType::int16 ? evaluate_code_sums<std::int16_t>(node, *inputs[0])
                                                       : evaluate_code_sums<std::int8_t>(node, *inputs[0])};
    }
    return {evaluate_integers(node, *inputs[0])};
}

} // namespace

const ReduceFunction& reduce_function(std::string_view op) {
    return *std::find_if(std::begin(functions), std::end(functions), [&](const ReduceFunction& function) {
        return function.name == op;
    });
}

QuantizedMultiplier reduce_sum_multiplier(const NodeView& node) {
    return rescale_multiplier(node.input(0), node.output());
}

std::vector<OpDef> reduce_defs() {
    std::vector<OpDef> definitions;
    for (const ReduceFunction& function : functions) {
        definitions.push_back(
            {.name = function.name,
             .summary = function.summary,
             .attributes = reduction_attribute_specs(),
             .infer = infer,
             .evaluate = evaluate}
        );
    }
    return definitions;
}

} // namespace thimble

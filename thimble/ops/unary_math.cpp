// SPDX-License-Identifier: Apache-2.0
// The family of operators that apply one real function to every element. Formulas are those of the ONNX
// operator documentation.
#include "thimble/ops/unary_math.h"

#include "thimble/core/visit_data_type.h"
#include "thimble/ops/unary.h"
#include "thimble/ops/unary_codes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thimble {

namespace {

double sign(double x) {
    return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : x);
}

double sigmoid(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

double softplus(double x) {
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

double gelu(double x) {
    return 0.5 * x * (1.0 + std::erf(x / std::numbers::sqrt2));
}

double gelu_tanh(double x) {
    return 0.5 * x * (1.0 + std::tanh(std::sqrt(2.0 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
}

double shrink(double x, double threshold, double bias) {
    return x < -threshold ? x + bias : (x > threshold ? x - bias : 0.0);
}

using Real = double;

constexpr UnaryFunction functions[] = {
    {"abs", "magnitude", [](Real x, Real, Real) { return std::abs(x); }},
    {"neg", "negative", [](Real x, Real, Real) { return -x; }},
    {"sign", "-1, 0 or 1", [](Real x, Real, Real) { return sign(x); }},
    {"exp", "exponential", [](Real x, Real, Real) { return std::exp(x); }},
    {"log", "natural logarithm", [](Real x, Real, Real) { return std::log(x); }},
    {"sqrt", "square root", [](Real x, Real, Real) { return std::sqrt(x); }},
    {"rsqrt", "reciprocal of the square root", [](Real x, Real, Real) { return 1.0 / std::sqrt(x); }},
    {"square", "square", [](Real x, Real, Real) { return x * x; }},
    {"reciprocal", "1 / x", [](Real x, Real, Real) { return 1.0 / x; }},
    {"floor", "largest integer not above", [](Real x, Real, Real) { return std::floor(x); }},
    {"ceil", "smallest integer not below", [](Real x, Real, Real) { return std::ceil(x); }},
    {"round", "nearest integer, halves to the even one", [](Real x, Real, Real) { return std::nearbyint(x); }},
    {"erf", "error function", [](Real x, Real, Real) { return std::erf(x); }},
    {"sin", "sine", [](Real x, Real, Real) { return std::sin(x); }},
    {"cos", "cosine", [](Real x, Real, Real) { return std::cos(x); }},
    {"tan", "tangent", [](Real x, Real, Real) { return std::tan(x); }},
    {"asin", "inverse sine", [](Real x, Real, Real) { return std::asin(x); }},
    {"acos", "inverse cosine", [](Real x, Real, Real) { return std::acos(x); }},
    {"atan", "inverse tangent", [](Real x, Real, Real) { return std::atan(x); }},
    {"sinh", "hyperbolic sine", [](Real x, Real, Real) { return std::sinh(x); }},
    {"cosh", "hyperbolic cosine", [](Real x, Real, Real) { return std::cosh(x); }},
    {"asinh", "inverse hyperbolic sine", [](Real x, Real, Real) { return std::asinh(x); }},
    {"acosh", "inverse hyperbolic cosine", [](Real x, Real, Real) { return std::acosh(x); }},
    {"atanh", "inverse hyperbolic tangent", [](Real x, Real, Real) { return std::atanh(x); }},
    {"softsign", "x / (1 + |x|)", [](Real x, Real, Real) { return x / (1.0 + std::abs(x)); }},
    {"softplus", "log(1 + exp(x))", [](Real x, Real, Real) { return softplus(x); }},
    {"mish", "x tanh(softplus(x))", [](Real x, Real, Real) { return x * std::tanh(softplus(x)); }},
    {"gelu", "x times the normal distribution function of x", [](Real x, Real, Real) { return gelu(x); }},
    {"gelu_tanh", "gelu by the approximation with tanh", [](Real x, Real, Real) { return gelu_tanh(x); }},
    {"swish",
     "x sigmoid(alpha x)",
     [](Real x, Real alpha, Real) { return x * sigmoid(alpha * x); },
     {{{"alpha", 1.0}}}},
    {"elu",
     "x above 0, alpha (exp(x) - 1) below",
     [](Real x, Real alpha, Real) { return x > 0.0 ? x : alpha * std::expm1(x); },
     {{{"alpha", 1.0}}}},
    {"celu",
     "x above 0, alpha (exp(x / alpha) - 1) below",
     [](Real x, Real alpha, Real) { return x > 0.0 ? x : alpha * std::expm1(x / alpha); },
     {{{"alpha", 1.0}}}},
    {"selu",
     "gamma x above 0, gamma alpha (exp(x) - 1) below",
     [](Real x, Real alpha, Real gamma) { return gamma * (x > 0.0 ? x : alpha * std::expm1(x)); },
     {{{"alpha", 1.67326319217681884765625}, {"gamma", 1.05070102214813232421875}}}},
    {"hard_sigmoid",
     "alpha x + beta within 0 and 1",
     [](Real x, Real alpha, Real beta) { return std::clamp(alpha * x + beta, 0.0, 1.0); },
     {{{"alpha", 0.2}, {"beta", 0.5}}}},
    {"thresholded_relu",
     "x above alpha, 0 below",
     [](Real x, Real alpha, Real) { return x > alpha ? x : 0.0; },
     {{{"alpha", 1.0}}}},
    {"shrink",
     "0 within the threshold, moved towards 0 by the bias outside",
     [](Real x, Real threshold, Real bias) { return shrink(x, threshold, bias); },
     {{{"threshold", 0.5}, {"bias", 0.0}}}},
};

std::vector<TensorType> infer(const NodeView& node) {
    if (is_plain_integer(node.input(0)) && has_integer_form(node.node().op)) {
        return {output_type(node, require_same_data_type(node, 1), node.input(0).shape)};
    }
    const TensorType type = unary_output(node);
    if (type.data_type == DataType::int8 && !node.node().outputs.empty()) {
        check_unary_codes(node);
    }
    return {type};
}

Tensor evaluate_integers(const NodeView& node, const Tensor& input, const UnaryFunction& function) {
    Tensor output(node.output());
    visit_data_type(input.type.data_type, [&]<typename Element>(Element) {
        const std::span<Element> results = output.elements<Element>();
        std::transform(
            input.elements<Element>().begin(), input.elements<Element>().end(), results.begin(),
            [&](Element value) { return static_cast<Element>(function.apply(static_cast<double>(value), 0.0, 0.0)); }
        );
    });
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const UnaryFunction& function = unary_function(node.node().op);
    const Parameters parameters = unary_parameters(node);
    if (is_plain_integer(node.input(0))) {
        return {evaluate_integers(node, *inputs[0], function)};
    }
    if (node.input(0).data_type == DataType::int8) {
        return {evaluate_unary_codes(node, *inputs[0])};
    }
    return {map_floats(node, *inputs[0], [&](double x) { return function.apply(x, parameters[0], parameters[1]); })};
}

} // namespace

bool has_integer_form(std::string_view op) {
    return op == "abs" || op == "neg" || op == "sign";
}

const UnaryFunction& unary_function(std::string_view op) {
    return *std::find_if(std::begin(functions), std::end(functions), [&](const UnaryFunction& function) {
        return function.name == op;
    });
}

Parameters unary_parameters(const NodeView& node) {
    Parameters values = {};
    const UnaryFunction& function = unary_function(node.node().op);
    for (std::size_t index = 0; index < values.size(); ++index) {
        const auto& [name, fallback] = function.parameters[index];
        values[index] = node.attributes().has(name) ? node.attributes().get<double>(name) : fallback;
    }
    return values;
}

std::vector<OpDef> unary_math_defs() {
    std::vector<OpDef> definitions;
    for (const UnaryFunction& function : functions) {
        OpDef def = {.name = function.name, .summary = function.summary, .infer = infer, .evaluate = evaluate};
        for (const auto& [name, fallback] : function.parameters) {
            if (!name.empty()) {
                def.attributes.push_back({.name = name, .kind_example = fallback});
            }
        }
        definitions.push_back(std::move(def));
    }
    return definitions;
}

} // namespace thimble

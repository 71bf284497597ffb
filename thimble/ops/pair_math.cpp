// SPDX-License-Identifier: Apache-2.0
// The family of operators that apply one function to every pair of elements of two inputs, with NumPy broadcasting.
// Integers wrap around; a division by zero gives 0. int8 and int16 as TensorFlow Lite Micro's kernels.
#include "thimble/ops/pair_math.h"

#include "thimble/core/error.h"
#include "thimble/ops/fixed_point.h"
#include "thimble/ops/fixed_point_exp.h"
#include "thimble/ops/pair.h"

#include <bit>
#include <cmath>

#include <fmt/format.h>

namespace thimble {

namespace {

using Real = double;
using Wide = WideInteger;

struct PairFunction {
    std::string_view name;
    std::string_view summary;
    Real (*of_reals)(Real x, Real y);
    Wide (*of_integers)(Wide x, Wide y); ///< null where integers have none
};

Wide quotient(Wide x, Wide y) {
    return y == 0 ? Wide{0} : x / y;
}

Wide remainder(Wide x, Wide y) {
    return y == 0 ? Wide{0} : x % y;
}

bool has_other_sign(Wide rest, Wide y) {
    return rest != 0 && (rest < 0) != (y < 0);
}

Wide floor_quotient(Wide x, Wide y) {
    return quotient(x, y) - (has_other_sign(remainder(x, y), y) ? 1 : 0);
}

Wide floor_remainder(Wide x, Wide y) {
    const Wide rest = remainder(x, y);
    return has_other_sign(rest, y) ? rest + y : rest;
}

Real floor_remainder(Real x, Real y) {
    const Real rest = std::fmod(x, y);
    return rest != 0.0 && (rest < 0.0) != (y < 0.0) ? rest + y : rest;
}

/// x^y modulo 2^64; the whole part of it for y below 0, 0 for 0 to such a power.
Wide power(Wide x, Wide y) {
    if (y < 0) {
        return x == 1 ? Wide{1} : (x == -1 ? (y % 2 == 0 ? Wide{1} : Wide{-1}) : Wide{0});
    }
    std::uint64_t result = 1;
    for (auto square = static_cast<std::uint64_t>(x); y != 0; y /= 2) {
        result *= y % 2 == 1 ? square : 1;
        square *= square;
    }
    return static_cast<Wide>(result);
}

Wide squared_difference(Wide x, Wide y) {
    const auto difference = static_cast<std::uint64_t>(x - y);
    return static_cast<Wide>(difference * difference);
}

/// The division is in float32: a rounding of it to the next integer shows.
Real floor_of_quotient(Real x, Real y) {
    return static_cast<double>(std::floor(static_cast<float>(x) / static_cast<float>(y)));
}

constexpr PairFunction functions[] = {
    {"div", "quotient; of integers towards zero", [](Real x, Real y) { return x / y; }, quotient},
    {"pow", "power", [](Real x, Real y) { return std::pow(x, y); }, power},
    {"fmod", "remainder with the dividend's sign", [](Real x, Real y) { return std::fmod(x, y); }, remainder},
    {"floor_div", "largest integer not above the quotient", floor_of_quotient, floor_quotient},
    {"floor_mod", "remainder with the divisor's sign", floor_remainder, floor_remainder},
    {"minimum", "the smaller element", [](Real x, Real y) { return x < y || std::isnan(x) ? x : y; },
     [](Wide x, Wide y) { return x < y ? x : y; }},
    {"maximum", "the larger element", [](Real x, Real y) { return x > y || std::isnan(x) ? x : y; },
     [](Wide x, Wide y) { return x > y ? x : y; }},
    {"squared_difference", "square of the difference", [](Real x, Real y) { return (x - y) * (x - y); },
     squared_difference},
    {"atan2", "angle of the point (second, first)", [](Real x, Real y) { return std::atan2(x, y); }, nullptr},
};

const PairFunction& pair_function(std::string_view op) {
    return *std::find_if(std::begin(functions), std::end(functions), [&](const PairFunction& function) {
        return function.name == op;
    });
}

bool has_outputs(const NodeView& node) {
    return !node.node().outputs.empty();
}

/// Stored values are compared as they are, so that inputs and output share one quantisation.
void check_chosen_codes(const NodeView& node) {
    require_same_data_type(node, 2);
    require_affine_per_tensor(node.input(0), "input 0");
    require_equal_quantization(node.input(1), "input 1", node.input(0));
    if (has_outputs(node)) {
        require_equal_quantization(node.output(), "output", node.input(0));
    }
}

void check_squared_difference(const NodeView& node) {
    const DataType type = require_same_data_type(node, 2);
    if (type != DataType::int8 && type != DataType::int16) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32, int8 or int16", name(type)));
    }
    require_affine_per_tensor(node.input(0), "input 0");
    require_affine_per_tensor(node.input(1), "input 1");
    if (has_outputs(node)) {
        require_affine_per_tensor(node.output(), "output");
        squared_difference_quantization(node.input(0), node.input(1), node.output());
    }
}

/// Checks the quantised form of the operator. Errors: ModelError E0420 when it has none.
void check_codes(const NodeView& node) {
    const std::string& op = node.node().op;
    if (chooses_element(op)) {
        check_chosen_codes(node);
    } else if (op == "squared_difference") {
        check_squared_difference(node);
    } else if (op == "div") {
        require_float32_or_int8(node, 2);
        require_int8_output(node);
        if (has_outputs(node)) {
            div_multiplier(node.input(0), node.input(1), node.output());
        }
    } else {
        throw ModelError(wrong_data_type, fmt::format("{} on integers with a scale, expected none", op));
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType type = require_same_data_type(node, 2);
    if (is_plain_integer(node.input(0)) && has_integer_pairs(node.node().op)) {
        return {integer_pair_output(node)};
    }
    activation_attribute(node.attributes());
    if (type != DataType::float32) {
        check_codes(node);
    }
    return {output_type(node, type, broadcast_shape(node.input(0).shape, node.input(1).shape))};
}

/// x / y in steps of the output, by the reciprocal of |y|; y = 0 gives the end of the range on x's side.
/// Source: TensorFlow Lite, kernels/internal/reference/div.h.
std::int32_t scaled_quotient(std::int32_t x, std::int32_t y, QuantizedMultiplier factor) {
    if (x == 0 || y == 0) {
        return x == 0 ? 0 : (x > 0 ? 0xFFFF : -0xFFFF);
    }
    const std::int32_t dividend = y < 0 ? -x : x;
    const auto divisor = static_cast<std::uint32_t>(std::abs(y));
    const std::int32_t zeros = std::countl_zero(divisor);
    const std::uint32_t fraction = (divisor << zeros) - (std::uint32_t{1} << 31);
    const std::int32_t inverse = reciprocal_of_one_plus(static_cast<std::int32_t>(fraction));
    const auto magnitude = static_cast<std::uint32_t>(std::abs(dividend));
    const std::int32_t headroom = std::countl_zero(dividend < 0 ? 2 * magnitude - 1 : 2 * magnitude);
    const std::int32_t mantissa = high_multiply(dividend * (1 << headroom), inverse);
    const std::int32_t right_shift = 31 - zeros + headroom - factor.shift;
    return right_shift > 31 ? 0 : rounding_shift_right(high_multiply(mantissa, factor.multiplier), right_shift);
}

Tensor evaluate_squared_difference(const NodeView& node, const Tensor& first, const Tensor& second) {
    const auto factors = squared_difference_quantization(node.input(0), node.input(1), node.output());
    const std::int32_t first_zero_point = node.input(0).quantization->zero_point();
    const std::int32_t second_zero_point = node.input(1).quantization->zero_point();
    const std::int32_t zero_point = node.output().quantization->zero_point();
    Tensor output(node.output());
    visit_integer_type(first.type.data_type, [&]<typename Element>(Element) {
        for_each_broadcast(first.type.shape, second.type.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
            const std::int32_t x = static_cast<std::int32_t>(first.elements<Element>()[a]) - first_zero_point;
            const std::int32_t y = static_cast<std::int32_t>(second.elements<Element>()[b]) - second_zero_point;
            const std::int32_t difference = requantize(x * (1 << factors.left_shift), factors.first) -
                                            requantize(y * (1 << factors.left_shift), factors.second);
            const auto square = static_cast<std::int32_t>(squared_difference(difference, 0));
            const std::int64_t result = std::int64_t{requantize(square, factors.output)} + zero_point;
            using Limits = std::numeric_limits<Element>;
            output.elements<Element>()[index] =
                static_cast<Element>(std::clamp<std::int64_t>(result, Limits::min(), Limits::max()));
        });
    });
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const PairFunction& function = pair_function(node.node().op);
    const Tensor& first = *inputs[0];
    const Tensor& second = *inputs[1];
    if (first.type.data_type == DataType::float32) {
        return {combine_floats(node, first, second, function.of_reals)};
    }
    if (is_plain_integer(node.input(0)) || chooses_element(function.name)) {
        return {combine_integers(node, first, second, function.of_integers)};
    }
    if (function.name == "squared_difference") {
        return {evaluate_squared_difference(node, first, second)};
    }
    const QuantizedMultiplier factor = div_multiplier(node.input(0), node.input(1), node.output());
    return {combine_codes(node, first, second, [&](std::int32_t x, std::int32_t y) {
        return scaled_quotient(x, y, factor);
    })};
}

} // namespace

bool has_integer_pairs(std::string_view op) {
    return pair_function(op).of_integers != nullptr;
}

bool chooses_element(std::string_view op) {
    return op == "minimum" || op == "maximum";
}

QuantizedMultiplier div_multiplier(const TensorType& first, const TensorType& second, const TensorType& output) {
    const float factor = first.quantization->scale() / (second.quantization->scale() * output.quantization->scale());
    // Above it a quotient of 255 needs a shift to the left, which the arithmetic does not have.
    constexpr float largest_factor = 0x1p22F;
    if (!(factor < largest_factor)) {
        throw ModelError(
            wrong_quantization,
            fmt::format("output scale is too small: the quotient is rescaled by {}, expected below 2^22", factor)
        );
    }
    return quantize_multiplier(static_cast<double>(factor));
}

SquaredDifferenceQuantization
squared_difference_quantization(const TensorType& first, const TensorType& second, const TensorType& output) {
    SquaredDifferenceQuantization result;
    result.left_shift = first.data_type == DataType::int8 ? 7 : 0;
    const auto first_scale = static_cast<double>(first.quantization->scale());
    const auto second_scale = static_cast<double>(second.quantization->scale());
    const double twice_larger = 2.0 * std::max(first_scale, second_scale);
    const double common_steps =
        static_cast<double>(1 << (2 * result.left_shift)) * static_cast<double>(output.quantization->scale());
    result.first = quantize_multiplier(first_scale / twice_larger);
    result.second = quantize_multiplier(second_scale / twice_larger);
    result.output = quantize_multiplier(twice_larger * twice_larger / common_steps);
    return result;
}

std::vector<OpDef> pair_math_defs() {
    std::vector<OpDef> definitions;
    for (const PairFunction& function : functions) {
        OpDef def = {
            .name = function.name,
            .summary = function.summary,
            .min_inputs = 2,
            .max_inputs = 2,
            .infer = infer,
            .evaluate = evaluate,
        };
        if (function.name == "div") {
            def.attributes = {activation_spec()};
        }
        definitions.push_back(std::move(def));
    }
    return definitions;
}

} // namespace thimble

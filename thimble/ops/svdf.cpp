// SPDX-License-Identifier: Apache-2.0
// The operator svdf: a layer whose filters look back over some runs. Each filter weighs the input, remembers the
// results of its last runs, and weighs those. Integers exactly as TensorFlow Lite Micro, kernels/svdf_common.cc.
#include "thimble/ops/svdf.h"

#include "thimble/core/error.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::size_t x_index = 0;
constexpr std::size_t feature_weights_index = 1;
constexpr std::size_t time_weights_index = 2;
constexpr std::size_t state_index = 3;
constexpr std::size_t bias_index = 4;

void require_shapes(const NodeView& node) {
    require_rank(node.input(x_index), "input", 2);
    require_rank(node.input(feature_weights_index), "feature weights", 2);
    require_rank(node.input(time_weights_index), "time weights", 2);
    const SvdfExtents extents = svdf_extents(node);
    const Shape& feature = node.input(feature_weights_index).shape;
    const Shape& time = node.input(time_weights_index).shape;
    const std::int64_t state_count = node.input(state_index).shape.element_count();
    if (feature[1] != extents.input_size || time[0] != feature[0] ||
        state_count != extents.batch * feature[0] * extents.memory) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "input {}, feature weights {}, time weights {} and state {} do not fit each other",
                             node.input(x_index).shape.to_string(), feature.to_string(), time.to_string(),
                             node.input(state_index).shape.to_string()
                         )
        );
    }
}

bool is_state_type(const TensorType& type) {
    return type.data_type == DataType::int8 || type.data_type == DataType::int16;
}

void require_types(const NodeView& node) {
    const DataType input = node.input(x_index).data_type;
    const TensorType& state = node.input(state_index);
    const TensorType& time = node.input(time_weights_index);
    const bool is_float = input == DataType::float32 && time.data_type == input && state.data_type == input;
    const bool is_integer = input == DataType::int8 && is_state_type(state) && time.data_type == state.data_type;
    if ((!is_float && !is_integer) || node.input(feature_weights_index).data_type != input) {
        throw ModelError(
            wrong_data_type,
            fmt::format(
                "input is {}, time weights are {} and the state is {}, expected float32, or int8 with int8 or int16",
                name(input), name(time.data_type), name(state.data_type)
            )
        );
    }
    if (is_integer) {
        require_int8_quantization(node.input(x_index), "input");
        for (const std::size_t index : {feature_weights_index, time_weights_index, state_index}) {
            if (!node.input(index).quantization || node.input(index).quantization->is_per_axis()) {
                throw ModelError(wrong_quantization, fmt::format("input {} has no scale or several", index));
            }
        }
        require_int8_output(node);
    }
}

void require_svdf_bias(const NodeView& node) {
    if (!node.has_input(bias_index)) {
        return;
    }
    const TensorType& bias = node.input(bias_index);
    const bool is_float = node.input(x_index).data_type == DataType::float32;
    if (bias.data_type != (is_float ? DataType::float32 : DataType::int32)) {
        throw ModelError(wrong_data_type, fmt::format("bias is {}", name(bias.data_type)));
    }
    const std::int64_t units = svdf_extents(node).units;
    if (bias.shape != Shape{units}) {
        throw ModelError(wrong_shape, fmt::format("bias is {}, expected [{}]", bias.shape.to_string(), units));
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const auto rank = node.attributes().get<std::int64_t>("rank");
    require_rank(node.input(feature_weights_index), "feature weights", 2);
    const std::int64_t filters = node.input(feature_weights_index).shape[0];
    if (rank < 1 || filters % rank != 0) {
        throw ModelError(wrong_attribute, fmt::format("rank is {}, expected a divisor of {} filters", rank, filters));
    }
    activation_attribute(node.attributes());
    require_shapes(node);
    require_types(node);
    require_svdf_bias(node);
    const SvdfExtents extents = svdf_extents(node);
    return {output_type(node, node.input(x_index).data_type, {extents.batch, extents.units}), node.input(state_index)};
}

/// One filter of one batch: forgets the oldest result, remembers the newest, and gives their weighted sum.
template <typename State, typename Sum, typename Weigh>
Sum advance(State* memory, std::int64_t length, State newest, const Weigh& weigh) {
    Sum sum = 0;
    for (std::int64_t index = 0; index < length; ++index) {
        memory[index] = index + 1 < length ? memory[index + 1] : newest;
        sum += weigh(memory[index], index);
    }
    return sum;
}

template <typename Element, typename Sum>
Sum weighted(const Element* input, const Element* weights, std::int64_t count, Sum zero_point) {
    Sum sum = 0;
    for (std::int64_t index = 0; index < count; ++index) {
        sum += (static_cast<Sum>(input[index]) - zero_point) * static_cast<Sum>(weights[index]);
    }
    return sum;
}

/// Calls visit(batch, unit, filter) in order of the state; finish(batch, unit) after the filters of a unit.
template <typename Visit, typename Finish>
void for_each_filter(const SvdfExtents& extents, const Visit& visit, const Finish& finish) {
    for (std::int64_t batch = 0; batch < extents.batch; ++batch) {
        for (std::int64_t unit = 0; unit < extents.units; ++unit) {
            for (std::int64_t filter = unit * extents.rank; filter < (unit + 1) * extents.rank; ++filter) {
                visit(batch, filter);
            }
            finish(unit);
        }
    }
}

std::vector<Tensor> evaluate_floats(const NodeView& node, std::span<const Tensor* const> inputs) {
    const SvdfExtents extents = svdf_extents(node);
    const std::vector<double> activation = activation_attribute(node.attributes());
    std::vector<Tensor> outputs = {Tensor(infer(node).front()), *inputs[state_index]};
    float* next = outputs[0].elements<float>().data();
    float* memory = outputs[1].elements<float>().data();
    double sum = 0.0;
    for_each_filter(
        extents,
        [&](std::int64_t batch, std::int64_t filter) {
            const float* const x = inputs[x_index]->elements<float>().data() + batch * extents.input_size;
            const float* const features =
                inputs[feature_weights_index]->elements<float>().data() + filter * extents.input_size;
            const float* const times = inputs[time_weights_index]->elements<float>().data() + filter * extents.memory;
            const double newest = weighted<float, double>(x, features, extents.input_size, 0.0);
            sum += advance<float, double>(
                memory, extents.memory, static_cast<float>(newest),
                [&](float value, std::int64_t index) {
                    return static_cast<double>(value) * static_cast<double>(times[index]);
                }
            );
            memory += extents.memory;
        },
        [&](std::int64_t unit) {
            if (node.has_input(bias_index)) {
                sum += static_cast<double>(inputs[bias_index]->elements<float>()[static_cast<std::size_t>(unit)]);
            }
            *next++ = clamp_to_float(sum, activation);
            sum = 0.0;
        }
    );
    return outputs;
}

template <typename State>
std::vector<Tensor> evaluate_codes(const NodeView& node, std::span<const Tensor* const> inputs) {
    const SvdfExtents extents = svdf_extents(node);
    const SvdfFactors factors = svdf_factors(node);
    const std::int64_t input_zero_point = node.input(x_index).quantization->zero_point();
    const std::int32_t state_zero_point = node.input(state_index).quantization->zero_point();
    const std::int64_t output_zero_point = node.output().quantization->zero_point();
    std::vector<Tensor> outputs = {Tensor(infer(node).front()), *inputs[state_index]};
    std::int8_t* next = outputs[0].elements<std::int8_t>().data();
    State* memory = outputs[1].elements<State>().data();
    std::int32_t sum = 0;
    for_each_filter(
        extents,
        [&](std::int64_t batch, std::int64_t filter) {
            const std::int8_t* const x = inputs[x_index]->elements<std::int8_t>().data() + batch * extents.input_size;
            const std::int8_t* const features =
                inputs[feature_weights_index]->elements<std::int8_t>().data() + filter * extents.input_size;
            const State* const times = inputs[time_weights_index]->elements<State>().data() + filter * extents.memory;
            const auto dot = static_cast<std::int32_t>(weighted(x, features, extents.input_size, input_zero_point));
            const std::int64_t newest = std::int64_t{requantize(dot, factors.to_state)} + state_zero_point;
            const auto stored = static_cast<State>(
                std::clamp<std::int64_t>(newest, std::numeric_limits<State>::min(), std::numeric_limits<State>::max())
            );
            sum += advance<State, std::int32_t>(memory, extents.memory, stored, [&](State value, std::int64_t index) {
                return (value - state_zero_point) * times[index];
            });
            memory += extents.memory;
        },
        [&](std::int64_t unit) {
            if (node.has_input(bias_index)) {
                sum += inputs[bias_index]->elements<std::int32_t>()[static_cast<std::size_t>(unit)];
            }
            *next++ = clamp_to_int8(requantize(sum, factors.to_output) + output_zero_point, {});
            sum = 0;
        }
    );
    return outputs;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    switch (node.input(state_index).data_type) {
    case DataType::int8:
        return evaluate_codes<std::int8_t>(node, inputs);
    case DataType::int16:
        return evaluate_codes<std::int16_t>(node, inputs);
    default:
        return evaluate_floats(node, inputs);
    }
}

std::int64_t macs(const NodeView& node) {
    const SvdfExtents extents = svdf_extents(node);
    return extents.batch * extents.units * extents.rank * (extents.input_size + extents.memory);
}

} // namespace

SvdfExtents svdf_extents(const NodeView& node) {
    const Shape& input = node.input(x_index).shape;
    const auto rank = node.attributes().get<std::int64_t>("rank");
    return {
        .batch = input[0],
        .input_size = input[1],
        .units = node.input(feature_weights_index).shape[0] / rank,
        .rank = rank,
        .memory = node.input(time_weights_index).shape[1]};
}

SvdfFactors svdf_factors(const NodeView& node) {
    const auto scale = [&](std::size_t index) { return node.input(index).quantization->scale(); };
    const float to_state = scale(x_index) * scale(feature_weights_index) / scale(state_index);
    const float to_output = scale(state_index) * scale(time_weights_index) / node.output().quantization->scale();
    return {quantize_multiplier(static_cast<double>(to_state)), quantize_multiplier(static_cast<double>(to_output))};
}

OpDef svdf_def() {
    return {
        .name = "svdf",
        .summary = "filters over runs: x [n, i], feature weights [f, i], time weights [f, m], state, bias [u]",
        .min_inputs = 4,
        .max_inputs = 5,
        .attributes = {{.name = "rank", .kind_example = std::int64_t{1}, .is_required = true}, activation_spec()},
        .infer = infer,
        .evaluate = evaluate,
        .macs = macs,
    };
}

} // namespace thimble

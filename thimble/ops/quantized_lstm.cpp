// SPDX-License-Identifier: Apache-2.0
// The operator quantized_lstm: long short-term memory on int8 or int16 with an int16 cell state, exactly as TensorFlow
// Lite Micro, kernels/lstm_eval.h and lstm_eval.cc.
#include "thimble/ops/quantized_lstm.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>

namespace thimble {

namespace {

using In = QuantizedLstmInput;

constexpr double gate_scale = 1.0 / 32768.0;      // of what leaves an activation
constexpr double activation_scale = 1.0 / 4096.0; // of what enters one

bool is_time_major(const NodeView& node) {
    return node.attributes().has("time_major") && node.attributes().get<std::int64_t>("time_major") != 0;
}

void require_shape(const NodeView& node, std::size_t index, std::string_view role, const Shape& expected) {
    if (node.has_input(index) && node.input(index).shape != expected) {
        throw ModelError(
            wrong_shape,
            fmt::format("{} is {}, expected {}", role, node.input(index).shape.to_string(), expected.to_string())
        );
    }
}

void require_type(const NodeView& node, std::size_t index, std::string_view role, DataType expected) {
    const DataType found = node.input(index).data_type;
    if (node.has_input(index) && found != expected) {
        throw ModelError(wrong_data_type, fmt::format("{} is {}, expected {}", role, name(found), name(expected)));
    }
}

/// One scale, or one for each gate along axis 0; symmetric.
void require_gate_scales(const TensorType& type, std::string_view role) {
    const bool is_symmetric =
        type.quantization && std::all_of(
                                 type.quantization->zero_points.begin(), type.quantization->zero_points.end(),
                                 [](std::int32_t zero_point) { return zero_point == 0; }
                             );
    const std::size_t count = type.quantization ? type.quantization->scales.size() : 0;
    if (!is_symmetric || (count != 1 && (count != 4 || type.quantization->axis != 0))) {
        throw ModelError(
            wrong_quantization, fmt::format("{} expect zero points 0 and a scale for each of 4 gates", role)
        );
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType type = node.input(In::x).data_type;
    if (type != DataType::int8 && type != DataType::int16) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected int8 or int16", name(type)));
    }
    require_rank(node.input(In::x), "input", 3);
    require_rank(node.input(In::recurrence), "recurrence weights", 3);
    const QuantizedLstmGeometry geometry = quantized_lstm_geometry(node);
    const std::int64_t hidden = geometry.hidden_size;
    require_shape(node, In::weights, "weights", {4, hidden, geometry.input_size});
    require_shape(node, In::recurrence, "recurrence weights", {4, hidden, hidden});
    require_shape(node, In::bias, "bias", {4, hidden});
    require_shape(node, In::h, "hidden state", {geometry.batch, hidden});
    require_shape(node, In::c, "cell state", {geometry.batch, hidden});
    require_type(node, In::weights, "weights", DataType::int8);
    require_type(node, In::recurrence, "recurrence weights", DataType::int8);
    require_type(node, In::h, "hidden state", type);
    require_type(node, In::c, "cell state", DataType::int16);
    if (node.has_input(In::bias)) {
        require_type(node, In::bias, "bias", type == DataType::int8 ? DataType::int32 : DataType::int64);
    }
    require_gate_scales(node.input(In::weights), "weights");
    require_gate_scales(node.input(In::recurrence), "recurrence weights");
    for (const std::size_t index : {In::x, In::h, In::c}) {
        const auto& quantization = node.input(index).quantization;
        if (!quantization || quantization->is_per_axis() || !(quantization->scale() > 0.0F)) {
            throw ModelError(wrong_quantization, fmt::format("input {} has no scale or several", index));
        }
    }
    quantized_lstm_factors(node);
    const Shape output = is_time_major(node) ? Shape{geometry.steps, geometry.batch, hidden}
                                             : Shape{geometry.batch, geometry.steps, hidden};
    return {output_type(node, type, output), node.input(In::h), node.input(In::c)};
}

/// What the reference needs of one element type.
template <typename Element> struct Layer {
    const NodeView& node;
    std::span<const Tensor* const> inputs;
    QuantizedLstmGeometry geometry = quantized_lstm_geometry(node);
    QuantizedLstmFactors factors = quantized_lstm_factors(node);
    std::vector<std::int16_t> table = sigmoid_int16_table();

    static constexpr bool is_wide = sizeof(Element) == 2; // 64-bit accumulators and bias

    static std::int32_t scaled(std::int64_t sum, QuantizedMultiplier multiplier) {
        const std::int32_t value =
            is_wide ? requantize_wide(sum, multiplier) : requantize(static_cast<std::int32_t>(sum), multiplier);
        return std::clamp(value, -32768, 32767);
    }

    std::int64_t bias(std::int64_t row) const {
        if (!node.has_input(In::bias)) {
            return 0;
        }
        const auto index = static_cast<std::size_t>(row);
        return is_wide ? inputs[In::bias]->elements<std::int64_t>()[index]
                       : std::int64_t{inputs[In::bias]->elements<std::int32_t>()[index]};
    }

    static std::int64_t
    weighted(const Element* values, std::int64_t zero_point, const std::int8_t* weights, std::int64_t count) {
        std::int64_t sum = 0;
        for (std::int64_t index = 0; index < count; ++index) {
            sum += (values[index] - zero_point) * weights[index];
        }
        return sum;
    }

    /// What enters the activation of a gate, in steps of 2^-12.
    std::int32_t gate(std::size_t which, std::int64_t unit, const Element* x, const Element* h) const {
        const std::int64_t row = static_cast<std::int64_t>(which) * geometry.hidden_size + unit;
        const std::int8_t* const w = inputs[In::weights]->elements<std::int8_t>().data() + row * geometry.input_size;
        const std::int8_t* const r =
            inputs[In::recurrence]->elements<std::int8_t>().data() + row * geometry.hidden_size;
        const std::int64_t from_input =
            weighted(x, node.input(In::x).quantization->zero_point(), w, geometry.input_size) + bias(row);
        const std::int64_t from_state =
            weighted(h, node.input(In::h).quantization->zero_point(), r, geometry.hidden_size);
        const std::int32_t sum =
            scaled(from_input, factors.from_input[which]) + scaled(from_state, factors.from_state[which]);
        return std::clamp(sum, -32768, 32767);
    }

    std::int32_t sigmoid(std::int32_t value) const { return logistic_int16_at(value * 3, table); }

    std::int32_t tanh(std::int32_t value, const SigmoidInt16Input& input) const {
        return tanh_int16_at(sigmoid_int16_argument(value, input), table);
    }

    static std::int32_t product(std::int32_t a, std::int32_t b, QuantizedMultiplier multiplier) {
        return std::clamp(requantize(a * b, multiplier), -32768, 32767);
    }

    void step(const Element* x, Element* h, std::int16_t* c) const {
        const SigmoidInt16Input gate_tanh{3, 0};
        const auto zero_point = static_cast<std::int64_t>(node.input(In::h).quantization->zero_point());
        std::vector<Element> next;
        for (std::int64_t unit = 0; unit < geometry.hidden_size; ++unit) {
            const std::int32_t forgotten = product(sigmoid(gate(1, unit, x, h)), c[unit], factors.forget);
            const std::int32_t candidate =
                product(sigmoid(gate(0, unit, x, h)), tanh(gate(2, unit, x, h), gate_tanh), factors.candidate);
            const std::int32_t cell = std::clamp(forgotten + candidate, -32768, 32767);
            c[unit] = static_cast<std::int16_t>(std::clamp(cell, factors.cell_min, factors.cell_max));
            const std::int32_t out = tanh(c[unit], factors.cell_tanh) * sigmoid(gate(3, unit, x, h));
            using Limits = std::numeric_limits<Element>;
            next.push_back(static_cast<Element>(
                std::clamp<std::int64_t>(requantize(out, factors.output) + zero_point, Limits::min(), Limits::max())
            ));
        }
        std::copy(next.begin(), next.end(), h);
    }

    std::vector<Tensor> run() const {
        std::vector<Tensor> outputs = {Tensor(infer(node).front()), *inputs[In::h], *inputs[In::c]};
        Element* const y = outputs[0].elements<Element>().data();
        for (std::int64_t sequence = 0; sequence < geometry.batch; ++sequence) {
            Element* const h = outputs[1].elements<Element>().data() + sequence * geometry.hidden_size;
            std::int16_t* const c = outputs[2].elements<std::int16_t>().data() + sequence * geometry.hidden_size;
            const Element* const x = inputs[In::x]->elements<Element>().data() + sequence * geometry.x_batch;
            for (std::int64_t count = 0; count < geometry.steps; ++count) {
                step(x + count * geometry.x_step, h, c);
                std::copy_n(h, geometry.hidden_size, y + count * geometry.y_step + sequence * geometry.y_batch);
            }
        }
        return outputs;
    }
};

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(In::x).data_type == DataType::int16) {
        return Layer<std::int16_t>{node, inputs}.run();
    }
    return Layer<std::int8_t>{node, inputs}.run();
}

std::int64_t macs(const NodeView& node) {
    const QuantizedLstmGeometry geometry = quantized_lstm_geometry(node);
    return geometry.steps * geometry.batch * 4 * geometry.hidden_size * (geometry.input_size + geometry.hidden_size);
}

/// log2 of the cell state's scale.
int cell_power(float scale) {
    const double power = std::log2(static_cast<double>(scale));
    const double rounded = std::round(power);
    if (std::abs(power - rounded) > 1e-3 || rounded < -27.0 || rounded > 0.0) {
        throw ModelError(
            wrong_quantization, fmt::format("scale of the cell state is {}, expected a power of two from 2^-27", scale)
        );
    }
    return static_cast<int>(rounded);
}

} // namespace

QuantizedLstmGeometry quantized_lstm_geometry(const NodeView& node) {
    const Shape& x = node.input(In::x).shape;
    QuantizedLstmGeometry geometry;
    geometry.steps = is_time_major(node) ? x[0] : x[1];
    geometry.batch = is_time_major(node) ? x[1] : x[0];
    geometry.input_size = x[2];
    geometry.hidden_size = node.input(In::recurrence).shape[2];
    geometry.x_step = is_time_major(node) ? geometry.batch * geometry.input_size : geometry.input_size;
    geometry.x_batch = is_time_major(node) ? geometry.input_size : geometry.steps * geometry.input_size;
    geometry.y_step = is_time_major(node) ? geometry.batch * geometry.hidden_size : geometry.hidden_size;
    geometry.y_batch = is_time_major(node) ? geometry.hidden_size : geometry.steps * geometry.hidden_size;
    return geometry;
}

QuantizedLstmFactors quantized_lstm_factors(const NodeView& node) {
    const auto gate_factor = [&](std::size_t values, std::size_t weights, std::size_t gate) {
        const std::vector<float>& scales = node.input(weights).quantization->scales;
        const float product = node.input(values).quantization->scale() * (scales.size() > 1 ? scales[gate] : scales[0]);
        return quantize_multiplier(static_cast<double>(product) / activation_scale);
    };
    QuantizedLstmFactors factors;
    for (std::size_t gate = 0; gate < 4; ++gate) {
        factors.from_input[gate] = gate_factor(In::x, In::weights, gate);
        factors.from_state[gate] = gate_factor(In::h, In::recurrence, gate);
    }
    const float cell_scale = node.input(In::c).quantization->scale();
    const auto state_scale = static_cast<double>(node.input(In::h).quantization->scale());
    factors.forget = quantize_multiplier(gate_scale);
    factors.candidate = quantize_multiplier(gate_scale * gate_scale / static_cast<double>(cell_scale));
    factors.output = quantize_multiplier(gate_scale * gate_scale / state_scale);
    const int left = 15 + cell_power(cell_scale) - 3;
    factors.cell_tanh = left < 0 ? SigmoidInt16Input{3, -left} : SigmoidInt16Input{3 << left, 0};
    const double clip = node.attributes().has("cell_clip") ? node.attributes().get<double>("cell_clip") : 0.0;
    if (clip > 0.0) {
        const double steps = std::min(clip / static_cast<double>(cell_scale), 32767.0);
        factors.cell_max = static_cast<std::int32_t>(steps);
        factors.cell_min = -factors.cell_max;
    }
    return factors;
}

OpDef quantized_lstm_def() {
    return {
        .name = "quantized_lstm",
        .summary = "int8 or int16 LSTM: x, weights [4, h, i], recurrence [4, h, h], states [n, h], bias [4, h]",
        .min_inputs = 5,
        .max_inputs = 6,
        .attributes =
            {{.name = "time_major", .kind_example = std::int64_t{0}}, {.name = "cell_clip", .kind_example = 0.0}},
        .infer = infer,
        .evaluate = evaluate,
        .macs = macs,
    };
}

} // namespace thimble

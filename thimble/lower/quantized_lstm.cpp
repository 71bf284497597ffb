// SPDX-License-Identifier: Apache-2.0
// Kernels of quantized_lstm; the states are brought up to date where they lie.
#include "thimble/ops/quantized_lstm.h"

#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

using In = QuantizedLstmInput;

void append(
    std::vector<Parameter>& parameters, std::string_view stem, const std::array<QuantizedMultiplier, 4>& factors
) {
    for (std::size_t gate = 0; gate < 4; ++gate) {
        parameters.push_back(integer(fmt::format("{}_multiplier_{}", stem, gate), factors[gate].multiplier));
    }
    for (std::size_t gate = 0; gate < 4; ++gate) {
        parameters.push_back(integer(fmt::format("{}_shift_{}", stem, gate), factors[gate].shift));
    }
}

void append(std::vector<Parameter>& parameters, std::string_view stem, const QuantizedMultiplier& factor) {
    parameters.push_back(integer(fmt::format("{}_multiplier", stem), factor.multiplier));
    parameters.push_back(integer(fmt::format("{}_shift", stem), factor.shift));
}

std::vector<Parameter> parameters_of(const NodeView& node) {
    const QuantizedLstmGeometry geometry = quantized_lstm_geometry(node);
    const QuantizedLstmFactors factors = quantized_lstm_factors(node);
    const std::int64_t highest = node.input(In::x).data_type == DataType::int8 ? 127 : 32767;
    std::vector<Parameter> parameters = {
        integer("steps", geometry.steps),
        integer("batch", geometry.batch),
        integer("input_size", geometry.input_size),
        integer("hidden_size", geometry.hidden_size),
        integer("x_step", geometry.x_step),
        integer("x_batch", geometry.x_batch),
        integer("y_step", geometry.y_step),
        integer("y_batch", geometry.y_batch),
        integer("input_zero_point", node.input(In::x).quantization->zero_point()),
        integer("state_zero_point", node.input(In::h).quantization->zero_point()),
        integer("state_min", -highest - 1),
        integer("state_max", highest),
    };
    append(parameters, "input", factors.from_input);
    append(parameters, "state", factors.from_state);
    append(parameters, "forget", factors.forget);
    append(parameters, "candidate", factors.candidate);
    append(parameters, "output", factors.output);
    parameters.push_back(integer("cell_multiplier", factors.cell_tanh.multiplier));
    parameters.push_back(integer("cell_shift", factors.cell_tanh.shift));
    parameters.push_back(integer("cell_min", factors.cell_min));
    parameters.push_back(integer("cell_max", factors.cell_max));
    return parameters;
}

void lower_codes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const DataType element = node.input(In::x).data_type;
    const auto rows = static_cast<std::size_t>(4 * quantized_lstm_geometry(node).hidden_size);
    const DataType sum = element == DataType::int8 ? DataType::int32 : DataType::int64;
    std::vector<Operand> operands = {
        lowering.read(In::x),
        lowering.read(In::weights),
        lowering.read(In::recurrence),
        node.has_input(In::bias) ? lowering.read(In::bias) : lowering.zeros("bias", sum, rows),
        lowering.read(In::h),
        lowering.read(In::c),
        lowering.constant("table", sigmoid_int16_table()),
        lowering.write(0),
        lowering.write(1),
        lowering.write(2),
        lowering.scratch(rows * sizeof(std::int16_t), DataType::int16),
    };
    std::vector<InPlacePair> in_place;
    for (const InPlacePair pair : {InPlacePair{4, 8}, InPlacePair{5, 9}}) {
        if (operands[pair.input].kind == OperandKind::buffer) {
            in_place.push_back(pair);
        }
    }
    const std::string function = fmt::format("quantized_lstm_codes<{}>", element_argument(element));
    add_kernel_call(
        lowering, {portable_folder, "quantized_lstm.h", function, "QuantizedLstmParams"}, parameters_of(node),
        std::move(operands), std::move(in_place)
    );
}

} // namespace

std::vector<KernelVariant> quantized_lstm_variants() {
    return {{"quantized_lstm_codes", [](const NodeView&, const Target&) { return true; }, lower_codes}};
}

} // namespace thimble

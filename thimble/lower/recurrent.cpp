// SPDX-License-Identifier: Apache-2.0
// Kernels of lstm, gru and rnn. What a node leaves out the kernels read as zeros.
#include "thimble/ops/recurrent.h"

#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<Parameter> parameters(const NodeView& node) {
    const RecurrentGeometry geometry = recurrent_geometry(node);
    std::vector<Parameter> fields = {
        integer("steps", geometry.steps),
        integer("batch", geometry.batch),
        integer("input_size", geometry.input_size),
        integer("hidden_size", geometry.hidden_size),
        integer("directions", geometry.directions),
        integer("is_reverse", geometry.is_reverse ? 1 : 0),
        integer("x_step", geometry.x_step),
        integer("x_batch", geometry.x_batch),
        integer("y_step", geometry.y_step),
        integer("y_direction", geometry.y_direction),
        integer("y_batch", geometry.y_batch),
        integer("h_direction", geometry.h_direction),
        integer("h_batch", geometry.h_batch),
        integer("has_lengths", node.has_input(RecurrentInput::lengths) ? 1 : 0),
        integer("has_peepholes", node.has_input(RecurrentInput::peepholes) ? 1 : 0),
        integer("couples_gates", geometry.couples_gates ? 1 : 0),
        integer("is_linear_before_reset", geometry.is_linear_before_reset ? 1 : 0),
        real("clip", geometry.clip),
        real("cell_clip", geometry.cell_clip),
    };
    std::vector<RecurrentActivation> activations = geometry.activations;
    activations.resize(6);
    for (std::size_t index = 0; index < 6; ++index) {
        fields.push_back(
            integer(fmt::format("function_{}", index), static_cast<std::int64_t>(activations[index].function))
        );
    }
    for (std::size_t index = 0; index < 6; ++index) {
        fields.push_back(real(fmt::format("alpha_{}", index), activations[index].alpha));
    }
    for (std::size_t index = 0; index < 6; ++index) {
        fields.push_back(real(fmt::format("beta_{}", index), activations[index].beta));
    }
    return fields;
}

/// An input that may be left out: then zeros, as many as the kernel reads.
Operand read_or_zeros(NodeLowering& lowering, std::size_t index, std::string_view role, std::int64_t count) {
    if (lowering.node().has_input(index)) {
        return lowering.read(index);
    }
    const DataType type = index == RecurrentInput::lengths ? DataType::int32 : DataType::float32;
    return lowering.zeros(role, type, static_cast<std::size_t>(count));
}

void lower_recurrent(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const RecurrentGeometry geometry = recurrent_geometry(node);
    const std::int64_t states = geometry.directions * geometry.batch * geometry.hidden_size;
    const bool is_lstm = geometry.op == RecurrentOp::lstm;
    std::vector<Operand> operands = {
        lowering.read(RecurrentInput::x),
        lowering.read(RecurrentInput::weights),
        lowering.read(RecurrentInput::recurrence),
        read_or_zeros(
            lowering, RecurrentInput::bias, "bias", 2 * geometry.directions * geometry.gates * geometry.hidden_size
        ),
        read_or_zeros(lowering, RecurrentInput::lengths, "lengths", 1),
        read_or_zeros(lowering, RecurrentInput::initial_h, "initial_state", states),
    };
    if (is_lstm) {
        operands.push_back(read_or_zeros(lowering, RecurrentInput::initial_c, "initial_state", states));
        operands.push_back(read_or_zeros(lowering, RecurrentInput::peepholes, "peepholes", 1));
    }
    operands.push_back(lowering.write(0));
    operands.push_back(lowering.write(1));
    if (is_lstm) {
        operands.push_back(lowering.write(2));
    }
    const std::int64_t gates = geometry.op == RecurrentOp::rnn ? 1 : 4;
    operands.push_back(
        lowering.scratch(static_cast<std::size_t>(gates * geometry.hidden_size) * sizeof(float), DataType::float32)
    );
    const std::string function = node.node().op + "_f32";
    // The kernels copy the states before they use them; then those may be the last states.
    std::vector<InPlacePair> in_place;
    const std::uint32_t states_read = 5;
    for (std::uint32_t index = 0; index < (is_lstm ? 2U : 1U); ++index) {
        if (operands[states_read + index].kind == OperandKind::buffer) {
            in_place.push_back({states_read + index, (is_lstm ? 9 : 7) + index});
        }
    }
    add_kernel_call(
        lowering, {portable_folder, "recurrent.h", function, "RecurrentParams"}, parameters(node), std::move(operands),
        std::move(in_place)
    );
}

} // namespace

std::vector<KernelVariant> recurrent_variants(std::string_view op) {
    return {
        {fmt::format("{}_f32", op), [](const NodeView& node, const Target&) { return is_float32(node); },
         lower_recurrent}};
}

} // namespace thimble

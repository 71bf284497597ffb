// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/update_in_place.h"

#include <algorithm>

namespace thimble {

namespace {

bool uses(const Step& step, std::uint32_t buffer) {
    return std::any_of(step.operands.begin(), step.operands.end(), [&](const Operand& operand) {
        return operand.kind == OperandKind::buffer && operand.index == buffer;
    });
}

bool uses_once(const Step& step, std::uint32_t buffer) {
    return std::count_if(step.operands.begin(), step.operands.end(), [&](const Operand& operand) {
               return operand.kind == OperandKind::buffer && operand.index == buffer;
           }) == 1;
}

bool declares(const Step& step, std::uint32_t state, std::uint32_t next) {
    return std::any_of(step.in_place.begin(), step.in_place.end(), [&](const InPlacePair& pair) {
        const Operand& input = step.operands[pair.input];
        const Operand& output = step.operands[pair.output];
        return pair.overlap == Overlap::same_start && input.kind == OperandKind::buffer && input.index == state &&
               input.access == Access::read && output.kind == OperandKind::buffer && output.index == next &&
               output.access == Access::write;
    });
}

} // namespace

bool update_in_place(Program& program, std::uint32_t state, std::uint32_t next) {
    const bool is_port = std::any_of(program.outputs.begin(), program.outputs.end(), [&](const Port& port) {
        return port.buffer == next;
    });
    const auto writer = std::find_if(program.steps.begin(), program.steps.end(), [&](const Step& step) {
        return declares(step, state, next);
    });
    if (is_port || writer == program.steps.end() || !uses_once(*writer, state) || !uses_once(*writer, next)) {
        return false;
    }
    const bool is_read_later =
        std::any_of(writer + 1, program.steps.end(), [&](const Step& step) { return uses(step, state); });
    const bool is_written_before =
        std::any_of(program.steps.begin(), writer, [&](const Step& step) { return uses(step, next); });
    if (is_read_later || is_written_before) {
        return false;
    }
    for (Step& step : program.steps) {
        for (Operand& operand : step.operands) {
            if (operand.kind == OperandKind::buffer && operand.index == next) {
                operand.index = state;
            }
        }
    }
    return true;
}

} // namespace thimble

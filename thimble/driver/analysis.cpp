// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/analysis.h"

#include <algorithm>

namespace thimble {
namespace {

std::size_t port_bytes(const std::vector<Port>& ports) {
    std::size_t bytes = 0;
    for (const Port& port : ports) {
        bytes += port.type.byte_count();
    }
    return bytes;
}

} // namespace

Analysis analyze(const CompiledModel& model) {
    const Program& program = model.program;
    Analysis analysis;
    for (const Layer& layer : program.layers) {
        analysis.layers.push_back({layer.name, layer.op, layer.output_shape, layer.parameters, layer.macs});
        analysis.macs += layer.macs;
        analysis.parameters += layer.parameters;
    }
    std::vector<char> is_counted(program.constants.size(), 0);
    for (std::size_t index = 0; index < program.steps.size(); ++index) {
        const Step& step = program.steps[index];
        LayerAnalysis& layer = analysis.layers[step.layer];
        layer.live_bytes = std::max(layer.live_bytes, model.plan.step_live_bytes[index]);
        for (const Operand& operand : step.operands) {
            if (operand.kind == OperandKind::constant && is_counted[operand.index] == 0) {
                is_counted[operand.index] = 1;
                layer.weight_bytes += program.constants[operand.index].bytes.size();
            }
        }
    }
    analysis.weight_bytes = program.constant_bytes();
    analysis.input_bytes = port_bytes(program.inputs);
    analysis.output_bytes = port_bytes(program.outputs);
    return analysis;
}

} // namespace thimble

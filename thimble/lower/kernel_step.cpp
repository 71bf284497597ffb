// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/kernel_step.h"

#include "thimble/core/error.h"

#include <limits>

#include <fmt/format.h>

namespace thimble {

Parameter integer(std::string name, std::int64_t value) {
    using Limits = std::numeric_limits<std::int32_t>;
    if (value < Limits::min() || value > Limits::max()) {
        throw ModelError("E0441", fmt::format("{} is {}, expected a number of 32 bits", name, value));
    }
    return {std::move(name), static_cast<std::int32_t>(value)};
}

Parameter real(std::string name, double value) {
    return {std::move(name), static_cast<float>(value)};
}

void add_kernel_call(
    NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters, std::vector<Operand> operands,
    std::vector<InPlacePair> in_place
) {
    Step step;
    step.kernel = fmt::format("{}{}", kernel.folder, kernel.function);
    step.header = fmt::format("kernels/{}{}", kernel.folder, kernel.file);
    step.parameters_type = kernel.parameters_type;
    step.parameters = std::move(parameters);
    step.operands = std::move(operands);
    step.in_place = std::move(in_place);
    lowering.add_step(std::move(step));
}

std::vector<InPlacePair> in_place_unless_constant(const std::vector<Operand>& operands, std::uint32_t input) {
    if (operands[input].kind == OperandKind::constant) {
        return {};
    }
    return {{input, static_cast<std::uint32_t>(operands.size() - 1)}};
}

bool is_int8(const NodeView& node) {
    return node.input(0).data_type == DataType::int8 && node.output().data_type == DataType::int8;
}

bool is_int16(const NodeView& node) {
    return node.input(0).data_type == DataType::int16 && node.output().data_type == DataType::int16;
}

bool is_float32(const NodeView& node) {
    return node.input(0).data_type == DataType::float32 && node.output().data_type == DataType::float32;
}

std::string element_argument(DataType type) {
    return std::string(name(type)) + "_t";
}

bool has_dsp(const Target& target) {
    return target.has_feature("dsp");
}

bool has_mve(const Target& target) {
    return target.has_feature("mve");
}

bool has_neon(const Target& target) {
    return target.architecture.rfind("armv8-a", 0) == 0;
}

} // namespace thimble

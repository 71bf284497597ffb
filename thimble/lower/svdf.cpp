// SPDX-License-Identifier: Apache-2.0
// Kernel variants of svdf; the state is brought up to date where it lies.
#include "thimble/ops/svdf.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/activation.h"

#include <limits>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::size_t state_index = 3;
constexpr std::size_t bias_index = 4;

std::vector<Parameter> extent_parameters(const NodeView& node) {
    const SvdfExtents extents = svdf_extents(node);
    return {
        integer("batch", extents.batch), integer("input_size", extents.input_size), integer("units", extents.units),
        integer("rank", extents.rank),   integer("memory", extents.memory),
    };
}

void add_call(NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters, DataType bias_type) {
    const auto units = static_cast<std::size_t>(svdf_extents(lowering.node()).units);
    const Operand bias =
        lowering.node().has_input(bias_index) ? lowering.read(bias_index) : lowering.zeros("bias", bias_type, units);
    const Operand state = lowering.read(state_index);
    // Operands 4 and 6 are the state and the next one.
    std::vector<InPlacePair> in_place;
    if (state.kind == OperandKind::buffer) {
        in_place.push_back({4, 6});
    }
    add_kernel_call(
        lowering, kernel, std::move(parameters),
        {lowering.read(0), lowering.read(1), lowering.read(2), bias, state, lowering.write(0), lowering.write(1)},
        std::move(in_place)
    );
}

void lower_f32(NodeLowering& lowering) {
    const std::vector<double> activation = activation_attribute(lowering.node().attributes());
    std::vector<Parameter> parameters = extent_parameters(lowering.node());
    parameters.push_back(real("output_min", activation[0]));
    parameters.push_back(real("output_max", activation[1]));
    add_call(
        lowering, {portable_folder, "svdf.h", "svdf_f32", "SvdfF32Params"}, std::move(parameters), DataType::float32
    );
}

void lower_codes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const SvdfFactors factors = svdf_factors(node);
    const DataType state = node.input(state_index).data_type;
    const std::int64_t state_max = state == DataType::int8 ? 127 : 32767;
    std::vector<Parameter> parameters = extent_parameters(node);
    parameters.push_back(integer("input_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("state_zero_point", node.input(state_index).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("state_multiplier", factors.to_state.multiplier));
    parameters.push_back(integer("state_shift", factors.to_state.shift));
    parameters.push_back(integer("state_min", -state_max - 1));
    parameters.push_back(integer("state_max", state_max));
    parameters.push_back(integer("output_multiplier", factors.to_output.multiplier));
    parameters.push_back(integer("output_shift", factors.to_output.shift));
    const std::string function = fmt::format("svdf_codes<{}>", element_argument(state));
    add_call(
        lowering, {portable_folder, "svdf.h", function, "SvdfCodesParams"}, std::move(parameters), DataType::int32
    );
}

} // namespace

std::vector<KernelVariant> svdf_variants() {
    return {
        {"svdf_codes", [](const NodeView& node, const Target&) { return is_int8(node); }, lower_codes},
        {"svdf_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble

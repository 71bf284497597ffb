// SPDX-License-Identifier: Apache-2.0
// Kernel variants of softmax.
#include "thimble/ops/softmax.h"

#include "thimble/lower/kernel_step.h"

namespace thimble {

namespace {

/// The sum of exponentials in the int8 kernel has 12 integer bits.
constexpr std::int64_t most_int8_columns = 4095;

std::int64_t columns(const NodeView& node) {
    const Shape& shape = node.input(0).shape;
    return shape[shape.rank() - 1];
}

std::int64_t rows(const NodeView& node) {
    return node.input(0).shape.element_count() / columns(node);
}

void add_call(NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters) {
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    add_kernel_call(lowering, kernel, std::move(parameters), operands, in_place_unless_constant(operands, 0));
}

/// Fields of SoftmaxS8Params.
std::vector<Parameter> int8_parameters(const NodeView& node) {
    const SoftmaxQuantization scaling = softmax_quantization(softmax_beta(node.attributes()), node.input(0));
    return {
        integer("rows", rows(node)),
        integer("columns", columns(node)),
        integer("multiplier", scaling.input.multiplier),
        integer("left_shift", scaling.input.shift),
        integer("diff_min", scaling.diff_min),
    };
}

void lower_s8(NodeLowering& lowering) {
    add_call(
        lowering, {portable_folder, "softmax.h", "softmax_s8", "SoftmaxS8Params"}, int8_parameters(lowering.node())
    );
}

void lower_s8_s16(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "softmax.h", "softmax_s8_s16", "SoftmaxS8Params"}, int8_parameters(lowering.node()),
        {lowering.read(0), lowering.write()}
    );
}

void lower_s16(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = softmax_int16_multiplier(softmax_beta(node.attributes()), node.input(0));
    const std::vector<Operand> operands = {
        lowering.read(0), lowering.constant("exponentials", softmax_exponential_table()),
        lowering.constant("reciprocals", softmax_reciprocal_table()), lowering.write()};
    add_kernel_call(
        lowering, {portable_folder, "softmax.h", "softmax_s16", "SoftmaxS16Params"},
        {
            integer("rows", rows(node)),
            integer("columns", columns(node)),
            integer("multiplier", factor.multiplier),
            integer("shift", factor.shift),
        },
        operands, in_place_unless_constant(operands, 0)
    );
}

void lower_f32(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_call(
        lowering, {portable_folder, "softmax.h", "softmax_f32", "SoftmaxF32Params"},
        {
            integer("rows", rows(node)),
            integer("columns", columns(node)),
            real("beta", softmax_beta(node.attributes())),
        }
    );
}

} // namespace

std::vector<KernelVariant> softmax_variants() {
    return {
        {"softmax_s8",
         [](const NodeView& node, const Target&) { return is_int8(node) && columns(node) <= most_int8_columns; },
         lower_s8},
        {"softmax_s8_s16",
         [](const NodeView& node, const Target&) {
             return node.input(0).data_type == DataType::int8 && node.output().data_type == DataType::int16;
         },
         lower_s8_s16},
        {"softmax_s16", [](const NodeView& node, const Target&) { return is_int16(node); }, lower_s16},
        {"softmax_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble

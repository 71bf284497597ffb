// SPDX-License-Identifier: Apache-2.0
// Kernel variants of quantize: from float32, and between two int8 scales.
#include "thimble/lower/kernel_step.h"
#include "thimble/ops/requantize.h"

namespace thimble {

namespace {

bool is_from_float32(const NodeView& node, const Target&) {
    return node.input(0).data_type == DataType::float32 && node.output().data_type == DataType::int8;
}

void lower_from_float32(NodeLowering& lowering) {
    const TensorType& output = lowering.node().output();
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    add_kernel_call(
        lowering, {portable_folder, "quantize.h", "quantize_f32_s8", "QuantizeParams"},
        {
            integer("count", output.shape.element_count()),
            {"scale", output.quantization->scale()},
            integer("zero_point", output.quantization->zero_point()),
        },
        operands, in_place_unless_constant(operands, 0)
    );
}

void lower_requantize(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = rescale_multiplier(node.input(0), node.output());
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    add_kernel_call(
        lowering, {portable_folder, "quantize.h", "requantize_s8", "RequantizeParams"},
        {
            integer("count", node.output().shape.element_count()),
            integer("input_zero_point", node.input(0).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("multiplier", factor.multiplier),
            integer("shift", factor.shift),
        },
        operands, in_place_unless_constant(operands, 0)
    );
}

} // namespace

std::vector<KernelVariant> quantize_variants() {
    return {
        {"quantize_f32_s8", is_from_float32, lower_from_float32},
        {"requantize_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, lower_requantize},
    };
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Kernel variants of dequantize.
#include "thimble/lower/kernel_step.h"

namespace thimble {

namespace {

bool is_int8_to_float32(const NodeView& node, const Target&) {
    const TensorType& input = node.input(0);
    return input.data_type == DataType::int8 && !input.quantization->is_per_axis() &&
           node.output().data_type == DataType::float32;
}

void lower_s8_f32(NodeLowering& lowering) {
    const TensorType& input = lowering.node().input(0);
    add_kernel_call(
        lowering, {portable_folder, "dequantize.h", "dequantize_s8_f32", "DequantizeParams"},
        {
            integer("count", input.shape.element_count()),
            {"scale", input.quantization->scale()},
            integer("zero_point", input.quantization->zero_point()),
        },
        {lowering.read(0), lowering.write()}
    );
}

} // namespace

std::vector<KernelVariant> dequantize_variants() {
    return {{"dequantize_s8_f32", is_int8_to_float32, lower_s8_f32}};
}

} // namespace thimble

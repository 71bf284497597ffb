// SPDX-License-Identifier: Apache-2.0
// Kernel variants of dequantize.
#include "thimble/lower/kernel_step.h"
#include "thimble/ops/quantize.h"

#include <fmt/format.h>

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

void lower_f32(NodeLowering& lowering) {
    const TensorType& input = lowering.node().input(0);
    const std::string function = fmt::format("dequantize_f32<{}>", element_argument(input.data_type));
    add_kernel_call(
        lowering, {portable_folder, "dequantize.h", function, "DequantizeParams"},
        {
            integer("count", input.shape.element_count()),
            {"scale", input.quantization->scale()},
            integer("zero_point", input.quantization->zero_point()),
        },
        {lowering.read(0), lowering.write()}
    );
}

void lower_channels(NodeLowering& lowering) {
    const TensorType& input = lowering.node().input(0);
    const QuantizedAxis axis = quantized_axis(input);
    const std::string function = fmt::format("dequantize_channels<{}>", element_argument(input.data_type));
    add_kernel_call(
        lowering, {portable_folder, "dequantize.h", function, "DequantizeChannelsParams"},
        {integer("outer", axis.outer), integer("channels", axis.channels), integer("inner", axis.inner)},
        {lowering.read(0), lowering.constant("scales", input.quantization->scales),
         lowering.constant("zero_points", input.quantization->zero_points), lowering.write()}
    );
}

} // namespace

std::vector<KernelVariant> dequantize_variants() {
    return {
        {"dequantize_s8_f32", is_int8_to_float32, lower_s8_f32},
        {"dequantize_f32",
         [](const NodeView& node, const Target&) { return !node.input(0).quantization->is_per_axis(); }, lower_f32},
        {"dequantize_channels", [](const NodeView&, const Target&) { return true; }, lower_channels},
    };
}

} // namespace thimble

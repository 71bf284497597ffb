// SPDX-License-Identifier: Apache-2.0
// Kernel variants of quantize: from float32, and between two scales or types.
#include "thimble/ops/quantize.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/lower/look_up_step.h"
#include "thimble/ops/requantize.h"

#include <fmt/format.h>

namespace thimble {

namespace {

bool is_from_float32(const NodeView& node, const Target&) {
    return node.input(0).data_type == DataType::float32;
}

bool maps_codes(const NodeView& node, const Target&) {
    return maps_codes_through_floats(node);
}

bool is_float32_to_int8(const NodeView& node, const Target& target) {
    return is_from_float32(node, target) && node.output().data_type == DataType::int8 &&
           !node.output().quantization->is_per_axis() && !rounds_ties_to_even(node.attributes());
}

bool is_float32_per_tensor(const NodeView& node, const Target& target) {
    return is_from_float32(node, target) && !node.output().quantization->is_per_axis();
}

Parameter ties_to_even(const NodeView& node) {
    return integer("ties_to_even", rounds_ties_to_even(node.attributes()) ? 1 : 0);
}

void lower_integers(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const TensorType& output = node.output();
    const std::string function = fmt::format("quantize_f32<{}>", element_argument(output.data_type));
    add_kernel_call(
        lowering, {portable_folder, "quantize.h", function, "QuantizeIntegersParams"},
        {
            integer("count", output.shape.element_count()),
            {"scale", output.quantization->scale()},
            integer("zero_point", output.quantization->zero_point()),
            ties_to_even(node),
        },
        {lowering.read(0), lowering.write()}
    );
}

void lower_channels(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const TensorType& output = node.output();
    const QuantizedAxis axis = quantized_axis(output);
    const std::string function = fmt::format("quantize_channels<{}>", element_argument(output.data_type));
    add_kernel_call(
        lowering, {portable_folder, "quantize.h", function, "QuantizeChannelsParams"},
        {
            integer("outer", axis.outer),
            integer("channels", axis.channels),
            integer("inner", axis.inner),
            ties_to_even(node),
        },
        {lowering.read(0), lowering.constant("scales", output.quantization->scales),
         lowering.constant("zero_points", output.quantization->zero_points), lowering.write()}
    );
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
    const DataType from = node.input(0).data_type;
    const DataType to = node.output().data_type;
    const std::string function = is_int8(node) ? std::string("requantize_s8")
                                               : fmt::format("requantize_to_{}<{}>", name(to), element_argument(from));
    const QuantizedMultiplier factor = rescale_multiplier(node.input(0), node.output());
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    // Only bytes may be written where elements of another type are still read.
    const bool may_be_in_place = size_bytes(to) == 1 || from == to;
    add_kernel_call(
        lowering, {portable_folder, "quantize.h", function, "RequantizeParams"},
        {
            integer("count", node.output().shape.element_count()),
            integer("input_zero_point", node.input(0).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("multiplier", factor.multiplier),
            integer("shift", factor.shift),
        },
        operands, may_be_in_place ? in_place_unless_constant(operands, 0) : std::vector<InPlacePair>{}
    );
}

} // namespace

std::vector<KernelVariant> quantize_variants() {
    return {
        {"quantize_f32_s8", is_float32_to_int8, lower_from_float32},
        {"quantize_f32", is_float32_per_tensor, lower_integers},
        {"quantize_channels", is_from_float32, lower_channels},
        {"requantize_s8", maps_codes, add_look_up_step},
        {"requantize_to_int8", [](const NodeView&, const Target&) { return true; }, lower_requantize},
    };
}

} // namespace thimble

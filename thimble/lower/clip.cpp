// SPDX-License-Identifier: Apache-2.0
// Kernel variants of clip.
#include "thimble/ops/clip.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/requantize.h"

namespace thimble {

namespace {

void add_call(NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters) {
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    add_kernel_call(lowering, kernel, std::move(parameters), operands, in_place_unless_constant(operands, 0));
}

void lower_codes(NodeLowering& lowering, std::string_view function) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = rescale_multiplier(node.input(0), node.output());
    const ClampRange range = quantized_clamp(node.output(), clip_bounds(node.attributes()));
    add_call(
        lowering, {portable_folder, "clip.h", function, "ClipS8Params"},
        {
            integer("count", node.output().shape.element_count()),
            integer("input_zero_point", node.input(0).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("multiplier", factor.multiplier),
            integer("shift", factor.shift),
            integer("output_min", range.low),
            integer("output_max", range.high),
        }
    );
}

void lower_f32(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::vector<double> bounds = clip_bounds(node.attributes());
    add_call(
        lowering, {portable_folder, "clip.h", "clip_f32", "ClipF32Params"},
        {
            integer("count", node.output().shape.element_count()),
            real("minimum", bounds[0]),
            real("maximum", bounds[1]),
        }
    );
}

} // namespace

std::vector<KernelVariant> clip_variants() {
    return {
        {"clip_s8", [](const NodeView& node, const Target&) { return is_int8(node); },
         [](NodeLowering& lowering) { lower_codes(lowering, "clip_s8"); }},
        {"clip_s16", [](const NodeView& node, const Target&) { return is_int16(node); },
         [](NodeLowering& lowering) { lower_codes(lowering, "clip_s16"); }},
        {"clip_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble

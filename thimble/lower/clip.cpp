// SPDX-License-Identifier: Apache-2.0
// Kernel variants of clip.
#include "thimble/ops/clip.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

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

/// The two halves of a bound as fields.
void append_halves(std::vector<Parameter>& parameters, const std::string& bound, std::int64_t value) {
    parameters.push_back({bound + "_low", static_cast<std::int32_t>(value)});
    parameters.push_back({bound + "_high", static_cast<std::int32_t>(value >> 32)});
}

void lower_integers(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const IntegerRange range = integer_clip_range(node);
    const std::string function = fmt::format("clip_integers<{}>", element_argument(node.input(0).data_type));
    std::vector<Parameter> parameters = {integer("count", node.output().shape.element_count())};
    append_halves(parameters, "minimum", range.lowest);
    append_halves(parameters, "maximum", range.highest);
    add_call(lowering, {portable_folder, "clip.h", function, "ClipIntegersParams"}, std::move(parameters));
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
        {"clip_integers", [](const NodeView& node, const Target&) { return is_plain_integer(node.input(0)); },
         lower_integers},
        {"clip_s8", [](const NodeView& node, const Target&) { return is_int8(node); },
         [](NodeLowering& lowering) { lower_codes(lowering, "clip_s8"); }},
        {"clip_s16", [](const NodeView& node, const Target&) { return is_int16(node); },
         [](NodeLowering& lowering) { lower_codes(lowering, "clip_s16"); }},
        {"clip_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble

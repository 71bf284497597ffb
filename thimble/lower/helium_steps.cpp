// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/helium_steps.h"

#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/helium_scales.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/fully_connected.h"
#include "thimble/ops/requantize.h"

#include <algorithm>

namespace thimble {

namespace {

constexpr std::int64_t vector_taps = 16;
constexpr std::int64_t group_pixels = 4;
constexpr std::int64_t block_channels = 2;
constexpr std::int64_t pixel_block_channels = 8; ///< where a group is one pixel
/// Of a group, as offsets of 16 bits.
constexpr std::int64_t most_channels = 65534 / (group_pixels - 1) - 1;

std::size_t vector_bytes(std::int64_t taps) {
    return static_cast<std::size_t>((taps + vector_taps - 1) / vector_taps * vector_taps);
}

} // namespace

bool has_helium_conv2d(const NodeView& node, const Target& target) {
    return is_int8_with_constants(node) && has_mve(target) && node.output().shape[3] <= most_channels;
}

bool has_helium_fully_connected(const NodeView& node, const Target& target) {
    const auto is_zero = [](std::int64_t zero_point) { return zero_point == 0; };
    if (!is_int8_with_constants(node) || !has_mve(target)) {
        return false;
    }
    const auto& zero_points = node.input(1).quantization->zero_points;
    return std::all_of(zero_points.begin(), zero_points.end(), is_zero);
}

void lower_helium_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const std::int64_t pixels = node.output().shape.element_count() / layout.channels;
    const bool by_pixel = pixels < group_pixels;
    const std::int64_t block = by_pixel ? pixel_block_channels : block_channels;
    const std::vector<WideScale> scales = wide_convolution_scales(node, layout);
    const ScaleForm form = common_form(scales);
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    parameters.push_back(integer("is_general", form == ScaleForm::general ? 1 : 0));
    parameters.push_back(integer("group_pixels", by_pixel ? 1 : group_pixels));
    const std::size_t patches = by_pixel ? 1 : static_cast<std::size_t>(group_pixels) + 1;
    constexpr std::uint32_t output_operand = 3;
    add_kernel_call(
        lowering, {helium_folder, "conv2d.h", "conv2d_s8", "Conv2dVectorsS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.constant("weights", blocked_weights(node, layout, block, vector_taps)),
         lowering.constant("scales", by_pixel ? vector_scale_words(scales, form) : channel_scale_words(scales, form)),
         lowering.write(), lowering.scratch(vector_bytes(layout.taps) * patches, DataType::int8)},
        is_pixelwise(node) ? convolution_in_place(node, output_operand) : std::vector<InPlacePair>{}
    );
}

void lower_helium_fully_connected(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const ClampRange range = quantized_clamp(node.output(), fully_connected_attributes(node.attributes()).activation);
    const std::vector<WideScale> scales = wide_scales(node, layout, fully_connected_multipliers(node));
    const ScaleForm form = common_form(scales);
    const bool is_whole = layout.taps % vector_taps == 0; // read where they are
    add_kernel_call(
        lowering, {helium_folder, "fully_connected.h", "fully_connected_s8", "FullyConnectedVectorsS8Params"},
        {
            integer("batch", node.output().shape.element_count() / layout.channels),
            integer("input_size", layout.taps),
            integer("output_size", layout.channels),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("output_min", range.low),
            integer("output_max", range.high),
            integer("is_general", form == ScaleForm::general ? 1 : 0),
        },
        {lowering.read(0),
         lowering.constant("weights", blocked_weights(node, layout, pixel_block_channels, vector_taps)),
         lowering.constant("scales", vector_scale_words(scales, form)), lowering.write(),
         lowering.scratch(is_whole ? 1 : vector_bytes(layout.taps), DataType::int8)}
    );
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Calls of the depthwise convolution with Helium: how its planes are laid out, and how many rows a strip has.
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/helium_scales.h"
#include "thimble/lower/helium_steps.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/scratch_budget.h"
#include "thimble/ops/convolution.h"

#include <algorithm>
#include <utility>

namespace thimble {

namespace {

constexpr std::int64_t vector_taps = 16;
constexpr std::int64_t group_windows = 4;
constexpr std::int64_t planes_at_once = 8;
/// Of a plane, so that offsets into eight of them fit 16 bits.
constexpr std::int64_t most_plane_bytes = 8191;
constexpr std::int64_t word_bytes = 4;

std::int64_t rounded_up(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step * step;
}

/// One axis of a convolution.
struct Axis {
    std::int64_t input;
    std::int64_t output;
    std::int64_t kernel;
    std::int64_t stride;
    std::int64_t dilation;
    std::int64_t padding;
};

/// Rows and columns; exchanged where there is one column only, because rows cost more.
struct Axes {
    Axis rows;
    Axis columns;
    bool are_exchanged;
};

Axes axes_of(const NodeView& node) {
    const Window window = convolution_window(node);
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    Axes axes = {
        {input[1], output[1], window.size.height, window.stride.height, window.dilation.height, window.padding.top},
        {input[2], output[2], window.size.width, window.stride.width, window.dilation.width, window.padding.left},
        false};
    if (input[2] == 1 && output[2] == 1 && window.size.width == 1) {
        std::swap(axes.rows, axes.columns);
        axes.are_exchanged = true;
    }
    return axes;
}

/// What a strip of some output rows takes.
struct PlaneLayout {
    std::int64_t row_pixels;
    std::int64_t plane_stride;
    std::int64_t spread_bytes;
    std::int64_t offset_words;
    std::int64_t scratch_bytes;
};

/// Rows follow each other as closely as they can: the padding behind one may be that before the next.
PlaneLayout plane_layout(const NodeView& node, const Axes& axes, std::int64_t strip_rows) {
    const Axis& columns = axes.columns;
    const std::int64_t positions = (columns.output - 1) * columns.stride + columns.kernel;
    const std::int64_t image_end = std::min(columns.padding + columns.input, positions);
    const std::int64_t distance = std::max(image_end, positions - columns.padding);
    const std::int64_t kernel_rows = axes.rows.kernel;
    const std::int64_t step = columns.stride * kernel_rows;
    const std::int64_t vectors = rounded_up(kernel_rows * columns.kernel, vector_taps);
    PlaneLayout layout = {};
    layout.row_pixels = std::max(columns.output, rounded_up(distance, columns.stride) / columns.stride);
    layout.plane_stride = (strip_rows - 1) * layout.row_pixels * step + positions * kernel_rows;
    const std::int64_t windows = rounded_up((strip_rows - 1) * layout.row_pixels + columns.output, group_windows);
    const std::int64_t planes = std::min(planes_at_once, node.input(0).shape[3]);
    layout.spread_bytes =
        rounded_up((planes - 1) * layout.plane_stride + std::max(layout.plane_stride, windows * step + vectors), 16);
    layout.offset_words = std::max(windows, strip_rows * layout.row_pixels);
    layout.scratch_bytes =
        rounded_up(layout.offset_words * word_bytes + layout.spread_bytes + node.output().shape[3], word_bytes);
    return layout;
}

/// A channel depends on no other: it can be written over once it has been spread whole.
bool is_channelwise(const NodeView& node) {
    return has_unit_stride(node) && node.input(0).shape == node.output().shape;
}

bool fits(const PlaneLayout& layout, std::size_t budget) {
    return layout.plane_stride <= most_plane_bytes && static_cast<std::size_t>(layout.scratch_bytes) <= budget;
}

/// All rows where that lets the output take the input's memory and takes less itself.
std::int64_t choose_strip_rows(const NodeView& node, const Axes& axes) {
    std::int64_t rows = axes.rows.output;
    if (is_channelwise(node) && fits(plane_layout(node, axes, rows), node.output().byte_count())) {
        return rows;
    }
    const std::size_t budget = scratch_budget_bytes(node);
    while (rows > 1 && !fits(plane_layout(node, axes, rows), budget)) {
        --rows;
    }
    return rows;
}

/// Vectors of each channel's taps, column by column.
std::vector<std::int8_t> plane_weights(const NodeView& node, const Axes& axes) {
    const auto weights = node.constant(1)->elements<std::int8_t>();
    const WeightLayout layout = columns_of(node.input(1).shape);
    const std::int64_t filled_taps = rounded_up(layout.taps, vector_taps);
    std::vector<std::int8_t> vectors(static_cast<std::size_t>(layout.channels * filled_taps));
    const std::int64_t row_stride = axes.are_exchanged ? 1 : axes.columns.kernel;
    const std::int64_t column_stride = axes.are_exchanged ? axes.rows.kernel : 1;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        auto tap = static_cast<std::size_t>(channel * filled_taps);
        for (std::int64_t column = 0; column < axes.columns.kernel; ++column) {
            for (std::int64_t row = 0; row < axes.rows.kernel; ++row) {
                const std::int64_t place = (row * row_stride + column * column_stride) * layout.channels + channel;
                vectors[tap++] = weights[static_cast<std::size_t>(place)];
            }
        }
    }
    return vectors;
}

/// Fields that the portable kernel has too.
std::vector<Parameter> exchanged_parameters(const NodeView& node, const Axes& axes) {
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    if (axes.are_exchanged) {
        const auto exchange = [&](std::size_t height, std::size_t width) {
            std::swap(parameters[height].value, parameters[width].value);
        };
        exchange(1, 2);   // input
        exchange(4, 5);   // output
        exchange(7, 8);   // kernel
        exchange(9, 10);  // stride
        exchange(11, 12); // dilation
        exchange(13, 14); // padding
    }
    return parameters;
}

} // namespace

bool has_helium_depthwise_conv2d(const NodeView& node, const Target& target) {
    if (!is_int8_with_constants(node) || !has_mve(target)) {
        return false;
    }
    const Axes axes = axes_of(node);
    return axes.columns.dilation == 1 && plane_layout(node, axes, 1).plane_stride <= most_plane_bytes;
}

void lower_helium_depthwise_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Axes axes = axes_of(node);
    const std::int64_t strip_rows = choose_strip_rows(node, axes);
    const PlaneLayout layout = plane_layout(node, axes, strip_rows);
    const std::vector<WideScale> scales = wide_convolution_scales(node, columns_of(node.input(1).shape));
    const ScaleForm form = common_form(scales);
    std::vector<Parameter> parameters = exchanged_parameters(node, axes);
    parameters.push_back(integer("is_general", form == ScaleForm::general ? 1 : 0));
    parameters.push_back(integer("strip_rows", strip_rows));
    parameters.push_back(integer("row_pixels", layout.row_pixels));
    parameters.push_back(integer("plane_stride", layout.plane_stride));
    parameters.push_back(integer("spread_bytes", layout.spread_bytes));
    parameters.push_back(integer("offset_words", layout.offset_words));
    constexpr std::uint32_t output_operand = 3;
    const bool is_in_place = is_channelwise(node) && strip_rows == axes.rows.output;
    add_kernel_call(
        lowering, {helium_folder, "depthwise_conv2d.h", "depthwise_conv2d_s8", "DepthwiseConv2dPlanesS8Params"},
        std::move(parameters),
        {lowering.read(0), lowering.constant("weights", plane_weights(node, axes)),
         lowering.constant("scales", channel_scale_words(scales, form)), lowering.write(),
         lowering.scratch(static_cast<std::size_t>(layout.scratch_bytes), DataType::int32)},
        is_in_place ? convolution_in_place(node, output_operand) : std::vector<InPlacePair>{}
    );
}

} // namespace thimble

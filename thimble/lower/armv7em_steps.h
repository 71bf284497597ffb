// SPDX-License-Identifier: Apache-2.0
// Calls of the int8 kernels for cores with the Armv7E-M DSP extension that read weights, biases and scales in forms of
// their own. Where they do not apply, the kernels that take TensorFlow Lite's layout do.
#pragma once

#include "thimble/lower/kernel_variant.h"

#include <vector>

namespace thimble {

/// Under `ram` and `flash` kernels of little memory, which overwrite their inputs, stand in for the first three that
/// follow.
bool favours_memory(const NodeLowering& lowering);

/// int8 on a core with DSP instructions, with weights, bias and sums that allow two channels in one multiplication.
bool has_conv2d_channel_pairs(const NodeView& node, const Target& target);
void lower_conv2d_channel_pairs(NodeLowering& lowering);

/// The same for one to three input channels whose taps do not come in whole words.
bool has_conv2d_column_strips(const NodeView& node, const Target& target);
void lower_conv2d_column_strips(NodeLowering& lowering);

/// The same for kernels of 3x3 with stride 1 or 2, an output channel for each input channel, in fours.
bool has_depthwise_three_by_three(const NodeView& node, const Target& target);
void lower_depthwise_three_by_three(NodeLowering& lowering);

/// int8 with one multiplier and no zero point of the weights, on inputs in whole words.
bool has_fully_connected_row_pairs(const NodeView& node, const Target& target);
void lower_fully_connected_row_pairs(NodeLowering& lowering);

/// A convolution of 1x1: so many pixels, the elements of each, and the outputs of each.
struct PixelRows {
    std::int64_t pixels = 1;
    std::int64_t row_length = 1;
    std::int64_t channels = 1;
};

/// Words of scratch memory that conv2d_s8 gets for it.
std::int64_t patch_scratch_words(const NodeLowering& lowering, const PixelRows& rows);

/// Its call of the kernel of little code.
void add_compact_rows_call(
    NodeLowering& lowering, const PixelRows& rows, std::vector<Parameter> parameters, std::vector<Operand> operands
);

void lower_armv7em_conv2d(NodeLowering& lowering);

void lower_armv7em_depthwise(NodeLowering& lowering);

/// Channels in fours with a filter of their own each.
bool has_armv7em_depthwise_fours(const NodeView& node);
void lower_armv7em_depthwise_fours(NodeLowering& lowering);

} // namespace thimble

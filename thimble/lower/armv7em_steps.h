// SPDX-License-Identifier: Apache-2.0
// Calls of the int8 convolutions for Armv7E-M: which of their kernels, and with how much scratch memory.
#pragma once

#include "thimble/lower/kernel_variant.h"

#include <vector>

namespace thimble {

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

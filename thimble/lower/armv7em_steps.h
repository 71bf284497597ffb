// SPDX-License-Identifier: Apache-2.0
// Calls of the int8 convolutions for Armv7E-M that write over their input.
#pragma once

#include "thimble/lower/kernel_variant.h"

namespace thimble {

/// A convolution of 1x1: so many pixels, the elements of each, and the outputs of each.
struct PixelRows {
    std::int64_t pixels = 1;
    std::int64_t row_length = 1;
    std::int64_t channels = 1;
};

/// Words of scratch memory that conv2d_s8 gets for it.
std::int64_t patch_scratch_words(const NodeLowering& lowering, const PixelRows& rows);

void lower_armv7em_conv2d(NodeLowering& lowering);

/// Channels in fours with a filter of their own each, kernels of at most sixteen taps, scales of the short form.
bool has_armv7em_depthwise_planes(const NodeView& node);
void lower_armv7em_depthwise_planes(NodeLowering& lowering);

} // namespace thimble

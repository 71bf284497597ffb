// SPDX-License-Identifier: Apache-2.0
// Calls of the int8 kernels with the vectors of AArch64, which read weights, biases and scales in forms of their own.
#pragma once

#include "thimble/lower/kernel_variant.h"

namespace thimble {

/// int8 on a 64-bit Arm core, with weights and bias known to the compiler.
bool has_neon_convolution(const NodeView& node, const Target& target);
bool has_neon_fully_connected(const NodeView& node, const Target& target);

void lower_neon_conv2d(NodeLowering& lowering);
void lower_neon_depthwise_conv2d(NodeLowering& lowering);
void lower_neon_fully_connected(NodeLowering& lowering);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Calls of the int8 kernels for RV32IM, which read weights, biases and scales in forms of their own.
#pragma once

#include "thimble/lower/kernel_variant.h"

namespace thimble {

/// int8 on RISC-V of 32 bits with multiplication, with weights and bias known to the compiler.
bool has_rv32im_convolution(const NodeView& node, const Target& target);
bool has_rv32im_fully_connected(const NodeView& node, const Target& target);

void lower_rv32im_conv2d(NodeLowering& lowering);
void lower_rv32im_depthwise_conv2d(NodeLowering& lowering);
void lower_rv32im_fully_connected(NodeLowering& lowering);

} // namespace thimble

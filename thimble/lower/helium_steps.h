// SPDX-License-Identifier: Apache-2.0
// Calls of the int8 kernels with Helium (Armv8.1-M), which read weights, biases and scales in forms of their own.
#pragma once

#include "thimble/lower/kernel_variant.h"

namespace thimble {

/// int8 on a core with Helium, with weights and bias known to the compiler and offsets that fit the kernels' 16 bits.
bool has_helium_conv2d(const NodeView& node, const Target& target);
bool has_helium_depthwise_conv2d(const NodeView& node, const Target& target);
bool has_helium_fully_connected(const NodeView& node, const Target& target);

void lower_helium_conv2d(NodeLowering& lowering);
void lower_helium_depthwise_conv2d(NodeLowering& lowering);
void lower_helium_fully_connected(NodeLowering& lowering);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Calls of the int8 kernels for Armv6-M, which read weights, biases and scales in forms of their own.
#pragma once

#include "thimble/lower/kernel_variant.h"

namespace thimble {

/// int8 on an Armv6-M core, with weights and bias known to the compiler.
bool has_armv6m_conv2d(const NodeView& node, const Target& target);
bool has_armv6m_depthwise_conv2d(const NodeView& node, const Target& target);
bool has_armv6m_fully_connected(const NodeView& node, const Target& target);

void lower_armv6m_conv2d(NodeLowering& lowering);
void lower_armv6m_depthwise_conv2d(NodeLowering& lowering);
void lower_armv6m_fully_connected(NodeLowering& lowering);

} // namespace thimble

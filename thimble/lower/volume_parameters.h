// SPDX-License-Identifier: Apache-2.0
// Parameters and calls of the kernels over volumes, for the operators that have them and for grouped conv2d.
#pragma once

#include "thimble/lower/kernel_step.h"

namespace thimble {

/// Geometry fields, from batch to groups.
std::vector<Parameter> volume_parameters(const NodeView& node);

/// Adds the call of `<stem>_s8` where the stem is conv3d or transpose_conv, and of its other forms by the types of the
/// node's input, bias and weights.
void add_volume_s8_call(NodeLowering& lowering, std::string_view stem);
void add_volume_s16_call(NodeLowering& lowering, std::string_view stem);
void add_volume_f32_call(NodeLowering& lowering, std::string_view stem);

} // namespace thimble

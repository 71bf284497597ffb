// SPDX-License-Identifier: Apache-2.0
// Parameters and calls of the kernels over volumes, for the operators that have them and for grouped conv2d.
#pragma once

#include "thimble/lower/kernel_step.h"

namespace thimble {

/// Geometry fields, from batch to groups.
std::vector<Parameter> volume_parameters(const NodeView& node);

/// Adds the call of `conv3d_s8` or `transpose_conv_s8`, and of their float32 forms.
void add_volume_s8_call(NodeLowering& lowering, std::string_view function);
void add_volume_f32_call(NodeLowering& lowering, std::string_view function);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Requantisation of the integer sub, for its reference and for lowering.
#pragma once

#include "thimble/ops/add.h"

namespace thimble {

/// As add_quantization, but with the real factors computed in float: the reference kernels differ in that.
///
/// Errors: as quantize_sum.
/// Source: TensorFlow Lite Micro, kernels/sub_common.cc.
AddQuantization sub_quantization(const TensorType& first, const TensorType& second, const TensorType& output);

} // namespace thimble

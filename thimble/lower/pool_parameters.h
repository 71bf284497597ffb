// SPDX-License-Identifier: Apache-2.0
// Kernel variants of both pools, which share parameters and operands.
#pragma once

#include "thimble/lower/kernel_variant.h"

#include <string_view>

namespace thimble {

/// The call of `<op>_s8` below `folder`, of `<op>_s16`, and of `<op>_f32`, where op is the node's operator.
void lower_pool_s8(NodeLowering& lowering, std::string_view folder);
void lower_pool_s16(NodeLowering& lowering);
void lower_pool_f32(NodeLowering& lowering);

} // namespace thimble

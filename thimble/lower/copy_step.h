// SPDX-License-Identifier: Apache-2.0
// The step that moves bytes unchanged, for reshapes and for model outputs that need memory of their own.
#pragma once

#include "thimble/lower/kernel_variant.h"

#include <cstddef>

namespace thimble {

/// Copies `byte_count` bytes; in place where both operands may be the same memory.
void add_copy_step(NodeLowering& lowering, Operand input, Operand output, std::size_t byte_count);

} // namespace thimble

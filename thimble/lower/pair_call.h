// SPDX-License-Identifier: Apache-2.0
// What the lowering of add, sub and mul shares: parameters that place the elements of two inputs, and the call.
#pragma once

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/add.h"

namespace thimble {

/// Whether both inputs have as many elements as the output.
bool is_flat(const NodeView& node);

/// Adds the call of `kernel`: the fields is_flat to stride_b_3, then `others`. The output may take the place of an
/// input of its size.
void add_pair_call(NodeLowering& lowering, const Kernel& kernel, const std::vector<Parameter>& others);

/// Adds the call of a float32 kernel of `file`.
void add_float_pair_call(NodeLowering& lowering, std::string_view file, std::string_view function);

/// Adds the call of an int8 or int16 kernel that takes AddS8Params.
void add_integer_sum_call(
    NodeLowering& lowering, std::string_view folder, std::string_view file, std::string_view function,
    const AddQuantization& factors
);

/// Conditions of the portable kernels.
bool is_int8_pair(const NodeView& node, const Target& target);
bool is_int16_pair(const NodeView& node, const Target& target);
bool is_float32_pair(const NodeView& node, const Target& target);

} // namespace thimble

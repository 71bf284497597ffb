// SPDX-License-Identifier: Apache-2.0
// What the lowering of operators on two inputs shares: parameters that place the elements of two inputs, and the call.
#pragma once

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/add.h"

namespace thimble {

/// Whether both inputs have as many elements as the output.
bool is_flat(const NodeView& node);

/// Adds the call of `kernel`: the fields is_flat to stride_b_5, then `others`. The output may take the place of an
/// input of its size.
void add_pair_call(NodeLowering& lowering, const Kernel& kernel, const std::vector<Parameter>& others);

/// Adds the call of a float32 kernel of `file`.
void add_float_pair_call(NodeLowering& lowering, std::string_view file, std::string_view function);

/// Adds the call of an int8 or int16 kernel that takes AddS8Params.
void add_integer_sum_call(
    NodeLowering& lowering, std::string_view folder, std::string_view file, std::string_view function,
    const AddQuantization& factors
);

/// Adds the call of a kernel of `file` that takes PairParams.
void add_plain_pair_call(NodeLowering& lowering, std::string_view file, std::string_view function);

/// As add_plain_pair_call for `<stem>_integers` of the inputs' type; booleans are bytes.
void add_integer_pair_call(NodeLowering& lowering, std::string_view file, std::string_view stem);

/// Conditions of the portable kernels.
bool is_int8_pair(const NodeView& node, const Target& target);
bool is_int16_pair(const NodeView& node, const Target& target);
bool is_float32_pair(const NodeView& node, const Target& target);
/// Inputs are integers without a scale.
bool is_integer_pair(const NodeView& node, const Target& target);

} // namespace thimble

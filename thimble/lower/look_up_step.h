// SPDX-License-Identifier: Apache-2.0
// Lowering of operators that map every element by itself: in int8 a table of the 256 results, computed here by the
// operator's reference, so that no operator needs integer arithmetic of its own on the device.
#pragma once

#include "thimble/lower/kernel_step.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// The operator's results for the stored values -128 .. 127.
std::vector<std::int8_t> int8_results(const NodeView& node);

/// Adds the step that looks each element up in that table; in place unless the input is a constant.
void add_look_up_step(NodeLowering& lowering);

/// Adds the call of an elementwise kernel whose parameters are a count and then `others`; in place unless the input
/// is a constant.
void add_map_step(NodeLowering& lowering, const Kernel& kernel, const std::vector<Parameter>& others = {});

/// Adds the call of the int16 kernel `<op>_s16` of logistic or tanh with its table, for scales of up to
/// 2^(largest_power - 12) applied exactly.
void add_sigmoid_table_step(NodeLowering& lowering, std::int32_t largest_power);

/// Adds the call of the float32 kernel `<op>_f32` in `<op>.h`, whose parameters are a count and then `others`.
void add_float_map_step(
    NodeLowering& lowering, std::string_view parameters_type, const std::vector<Parameter>& others = {}
);

} // namespace thimble

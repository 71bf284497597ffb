// SPDX-License-Identifier: Apache-2.0
// Constants as passes meet them: as they are, or stored with fewer bits behind a dequantize.
#pragma once

#include "thimble/passes/rewrite.h"

#include <functional>
#include <optional>

namespace thimble {

/// Whether the value is a constant or a dequantize of one.
bool is_stored_constant(const Graph& graph, const ValueUses& uses, ValueId id);

/// The real numbers of such a value; empty for any other value and for data types without a meaning as reals.
std::optional<std::vector<double>> real_constant(const Graph& graph, const ValueUses& uses, ValueId id);

/// A value for one reader of `id`, which is a stored constant, with what `change` makes of the stored elements: `id`
/// itself where there is no other reader, otherwise a new one. Nodes that this needs are appended; uses stays valid for
/// the values that it knows.
ValueId with_changed_constant(
    Graph& graph, const ValueUses& uses, ValueId id, const std::function<Tensor(const Tensor&)>& change
);

} // namespace thimble

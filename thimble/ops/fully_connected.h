// SPDX-License-Identifier: Apache-2.0
// Attributes and requantisation of fully_connected, for passes and lowering.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/rounding.h"

#include <cstdint>
#include <vector>

namespace thimble {

struct FullyConnectedAttributes {
    std::vector<double> activation;
    bool keep_dims = false; ///< the output keeps the input's rank; only its last extent changes
};

FullyConnectedAttributes fully_connected_attributes(const Attributes& attributes);

/// One factor for per-tensor weights, one a row for weights that are quantised per row.
///
/// Per tensor the product of input and weight scale is rounded to float before the division, per row
/// it is not; both as TensorFlow Lite Micro, kernels/fully_connected_common.cc.
std::vector<QuantizedMultiplier> fully_connected_multipliers(const NodeView& node);

} // namespace thimble

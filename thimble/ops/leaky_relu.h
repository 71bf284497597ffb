// SPDX-License-Identifier: Apache-2.0
// The two factors by which an integer leaky_relu rescales.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/quantized_multiplier.h"

namespace thimble {

struct LeakyReluFactors {
    QuantizedMultiplier positive;
    QuantizedMultiplier negative;
};

/// Factors of a node with quantised input and output.
LeakyReluFactors leaky_relu_factors(const NodeView& node);

} // namespace thimble

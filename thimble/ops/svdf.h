// SPDX-License-Identifier: Apache-2.0
// Extents and factors of svdf, for the reference and for lowering.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

struct SvdfExtents {
    std::int64_t batch = 1;
    std::int64_t input_size = 1;
    std::int64_t units = 1;
    std::int64_t rank = 1;   ///< filters of one unit
    std::int64_t memory = 1; ///< runs that a filter remembers
};

SvdfExtents svdf_extents(const NodeView& node);

struct SvdfFactors {
    QuantizedMultiplier to_state;
    QuantizedMultiplier to_output;
};

/// Source: TensorFlow Lite Micro, kernels/svdf_common.cc (PrepareSvdf): products and quotients in float.
SvdfFactors svdf_factors(const NodeView& node);

} // namespace thimble

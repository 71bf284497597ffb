// SPDX-License-Identifier: Apache-2.0
// How quantize rounds, and what it and dequantize know of an axis with scales of its own.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>

namespace thimble {

/// Whether the attribute `rounding` is `even`: halves go to the even number, as in ONNX; else away from zero.
///
/// Errors: ModelError E0422 for another word than `even` and `away`.
bool rounds_ties_to_even(const Attributes& attributes);

/// Whether int8 becomes int8 of another scale as if through float32, because ties go to even; otherwise by an integer
/// factor, as TensorFlow Lite has it.
bool maps_codes_through_floats(const NodeView& node);

/// Extents of a tensor before, of and after the axis that its scales belong to; one channel where there is one scale.
struct QuantizedAxis {
    std::int64_t outer = 1;
    std::int64_t channels = 1;
    std::int64_t inner = 1;
};

QuantizedAxis quantized_axis(const TensorType& type);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The bias of convolutions and fully connected layers: kernels always read one, so a missing bias
// becomes zeros.
#pragma once

#include "thimble/lower/kernel_variant.h"
#include "thimble/ops/accumulate.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

template <typename Element> Operand bias_operand(NodeLowering& lowering, std::int64_t channels) {
    if (lowering.node().has_input(2)) {
        return lowering.read(2);
    }
    return lowering.constant("bias", std::vector<Element>(static_cast<std::size_t>(channels)));
}

/// As bias_operand for the accumulators of an integer node.
inline Operand integer_bias_operand(NodeLowering& lowering, std::int64_t channels) {
    return sum_width(lowering.node()) == SumWidth::bits64 ? bias_operand<std::int64_t>(lowering, channels)
                                                          : bias_operand<std::int32_t>(lowering, channels);
}

/// The scales of int8 weights beside float32 inputs, one for each of the channels.
inline Operand weight_scales_operand(NodeLowering& lowering, std::int64_t channels) {
    return lowering.constant("scales", weight_scales(lowering.node().input(1), channels));
}

} // namespace thimble

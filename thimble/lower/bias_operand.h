// SPDX-License-Identifier: Apache-2.0
// The bias of convolutions and fully connected layers: kernels always read one, so a missing bias
// becomes zeros.
#pragma once

#include "thimble/lower/kernel_variant.h"

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

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/execute/host_kernel.h"

#include "thimble/execute/vnni/kernels.h"

namespace thimble {

bool BoundStep::are_constant(std::size_t first, std::size_t last) const {
    for (std::size_t index = first; index <= last; ++index) {
        if (step.operands.at(index).kind != OperandKind::constant) {
            return false;
        }
    }
    return true;
}

std::unique_ptr<HostKernel> prepare_host_kernel(const BoundStep& step) {
    return vnni::is_supported() ? vnni::prepare_kernel(step) : nullptr;
}

} // namespace thimble

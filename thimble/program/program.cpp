// SPDX-License-Identifier: Apache-2.0
// Sizes of a Program that follow from its data.
#include "thimble/program/program.h"

namespace thimble {

std::size_t Program::constant_bytes() const {
    std::size_t total_bytes = 0;
    for (const Constant& constant : constants) {
        total_bytes += constant.bytes.size();
    }
    return total_bytes;
}

} // namespace thimble

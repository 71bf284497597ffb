// SPDX-License-Identifier: Apache-2.0
// Moving bytes unchanged: what remains of a reshape whose input and output cannot be the same memory.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

struct CopyParams {
    int32_t byte_count;
};

/// Copies byte_count bytes. The output may be the input.
THIMBLERT_KERNEL void copy_bytes(const CopyParams& p, const int8_t* input, int8_t* output) {
    memmove(output, input, static_cast<size_t>(p.byte_count));
}

} // namespace thimblert

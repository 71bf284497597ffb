// SPDX-License-Identifier: Apache-2.0
// Any function of one int8 value, as the table of its 256 results: logistic, tanh and their like.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

struct LookUpParams {
    int32_t count;
};

/// Replaces count elements by table[element + 128]. The output may be the input.
THIMBLERT_KERNEL void look_up_s8(const LookUpParams& p, const int8_t* input, const int8_t* table, int8_t* output) {
    const int32_t count = p.count; // stores to output cannot change it
    for (int32_t index = 0; index < count; ++index) {
        output[index] = table[input[index] + 128];
    }
}

} // namespace thimblert

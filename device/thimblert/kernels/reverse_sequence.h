// SPDX-License-Identifier: Apache-2.0
// Reversing the beginning of each sequence of a batch.
#pragma once

#include "thimblert/index.h"

namespace thimblert {

struct ReverseSequenceParams {
    int32_t length_bytes; // 4 or 8
    int32_t extent_0;
    int32_t extent_1;
    int32_t is_time_first; // whether axis 0 is the time, else axis 1
    int32_t block_bytes;   // of everything within
};

/// Shapes: input and output [extent_0, extent_1, block], lengths [the extent that is not the time's].
THIMBLERT_KERNEL void
reverse_sequence(const ReverseSequenceParams& p, const int8_t* input, const int8_t* lengths, int8_t* output) {
    const ReverseSequenceParams fixed = p; // a local copy: stores to output cannot change it
    const bool is_time_first = fixed.is_time_first != 0;
    const int32_t duration = is_time_first ? fixed.extent_0 : fixed.extent_1;
    for (int32_t i = 0; i < fixed.extent_0; ++i) {
        for (int32_t j = 0; j < fixed.extent_1; ++j) {
            const int32_t moment = is_time_first ? i : j;
            const int64_t length = read_number(lengths, fixed.length_bytes, is_time_first ? j : i);
            const int32_t within = length > duration ? duration : static_cast<int32_t>(length < 0 ? 0 : length);
            const int32_t source = moment < within ? within - 1 - moment : moment;
            const int32_t block = is_time_first ? source * fixed.extent_1 + j : i * fixed.extent_1 + source;
            memcpy(output, input + block * fixed.block_bytes, static_cast<size_t>(fixed.block_bytes));
            output += fixed.block_bytes;
        }
    }
}

} // namespace thimblert

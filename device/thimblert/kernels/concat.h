// SPDX-License-Identifier: Apache-2.0
// Concatenation, one input a call: each copies its rows to their place in the rows of the output.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

struct ConcatPartParams {
    int32_t rows;
    int32_t part_bytes;
    int32_t output_row_bytes;
    int32_t output_offset_bytes;
};

/// Copies `rows` rows of part_bytes to output_offset_bytes within each row of the output.
THIMBLERT_KERNEL void concat_part(const ConcatPartParams& p, const int8_t* part, int8_t* output) {
    output += p.output_offset_bytes;
    for (int32_t row = 0; row < p.rows; ++row) {
        memcpy(output, part, static_cast<size_t>(p.part_bytes));
        part += p.part_bytes;
        output += p.output_row_bytes;
    }
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// One at the largest element of every row.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

struct HardmaxParams {
    int32_t rows;
    int32_t columns;
};

/// 1 at the first largest element of each row, 0 elsewhere. The output may be the input.
///
/// Shapes: input and output [rows, columns], at least one column.
THIMBLERT_KERNEL void hardmax_f32(const HardmaxParams& p, const float* input, float* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t place = 0;
        for (int32_t column = 1; column < p.columns; ++column) {
            place = input[column] > input[place] ? column : place;
        }
        for (int32_t column = 0; column < p.columns; ++column) {
            output[column] = column == place ? 1.0F : 0.0F;
        }
        input += p.columns;
        output += p.columns;
    }
}

} // namespace thimblert

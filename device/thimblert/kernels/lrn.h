// SPDX-License-Identifier: Apache-2.0
// Local response normalisation across channels.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"

#include <math.h>

namespace thimblert {

struct LrnParams {
    int32_t rows;
    int32_t columns; // channels
    int32_t before;
    int32_t after;
    float alpha;
    float beta;
    float bias;
};

/// x / (bias + alpha * sum of squares from `before` channels below to `after` above)^beta.
///
/// Shapes: input and output [rows, columns].
THIMBLERT_KERNEL void lrn_f32(const LrnParams& p, const float* input, float* output) {
    for (int32_t row = 0; row < p.rows; ++row) {
        for (int32_t column = 0; column < p.columns; ++column) {
            const int32_t last = minimum(p.columns - 1, column + p.after);
            float squares = 0.0F;
            for (int32_t other = maximum(0, column - p.before); other <= last; ++other) {
                squares += input[other] * input[other];
            }
            output[column] = input[column] * powf(p.bias + p.alpha * squares, -p.beta);
        }
        input += p.columns;
        output += p.columns;
    }
}

} // namespace thimblert

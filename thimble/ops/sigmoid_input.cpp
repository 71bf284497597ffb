// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/sigmoid_input.h"

#include "thimble/core/error.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace thimble {

SigmoidInput sigmoid_input(const TensorType& input) {
    constexpr double one = 1 << 27; // in Q4.27
    const double real = static_cast<double>(input.quantization->scale()) * one;
    if (real <= 1.0) {
        throw ModelError(
            wrong_quantization, fmt::format("input scale is {}, expected above 2^-27", input.quantization->scale())
        );
    }
    SigmoidInput result;
    // A larger factor has a radius of 0 all the same, and is never applied.
    result.multiplier = quantize_multiplier(std::min(real, 2147483647.0));
    result.radius = static_cast<std::int32_t>(std::floor(std::ldexp(15.0 * one, -result.multiplier.shift)));
    return result;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/quantized_multiplier.h"

#include "thimble/core/error.h"

#include <cmath>

#include <fmt/format.h>

namespace thimble {

QuantizedMultiplier quantize_multiplier(double real) {
    constexpr double two_to_31 = 2147483648.0;
    if (!(real >= 0.0 && real <= two_to_31 - 1.0)) {
        throw ModelError("E0423", fmt::format("scales give the factor {}, expected one from 0 to 2^31 - 1", real));
    }
    int exponent = 0;
    const double fraction = std::frexp(real, &exponent);
    auto multiplier = static_cast<std::int64_t>(std::round(fraction * two_to_31));
    if (multiplier == std::int64_t{1} << 31) {
        multiplier /= 2;
        ++exponent;
    }
    if (exponent < -31) {
        return {};
    }
    return {static_cast<std::int32_t>(multiplier), exponent};
}

QuantizedMultiplier quantize_multiplier(double real, Rounding rounding) {
    const QuantizedMultiplier normalised = quantize_multiplier(real);
    if (rounding == Rounding::twice || normalised.shift >= 0) {
        return normalised;
    }
    return {static_cast<std::int32_t>(std::round(std::ldexp(real, 31))), 0};
}

} // namespace thimble

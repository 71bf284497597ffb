// SPDX-License-Identifier: Apache-2.0
// The two rounding primitives of 32-bit fixed-point arithmetic, on which requantisation and the int8
// softmax of the reference rest. Their rounding is that of gemmlowp's fixedpoint.h.
#pragma once

#include <cstdint>
#include <limits>

namespace thimble {

/// round(a * b / 2^31), halves towards positive infinity; saturates when both are -2^31.
/// As fixed-point numbers in [-1, 1) it is the product.
constexpr std::int32_t high_multiply(std::int32_t a, std::int32_t b) {
    constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
    if (a == lowest && b == lowest) {
        return std::numeric_limits<std::int32_t>::max();
    }
    const std::int64_t product = std::int64_t{a} * b;
    return static_cast<std::int32_t>((product + (std::int64_t{1} << 30)) >> 31);
}

/// round(value / 2^exponent), halves away from zero. `exponent` is in [0, 31].
constexpr std::int32_t rounding_shift_right(std::int32_t value, std::int32_t exponent) {
    const std::int64_t magnitude = value < 0 ? -std::int64_t{value} : std::int64_t{value};
    const std::int64_t half = (std::int64_t{1} << exponent) >> 1;
    const std::int64_t rounded = (magnitude + half) >> exponent;
    return static_cast<std::int32_t>(value < 0 ? -rounded : rounded);
}

/// value * 2^exponent, saturating. `exponent` is in [0, 31].
constexpr std::int32_t saturating_shift_left(std::int32_t value, std::int32_t exponent) {
    const std::int64_t wide = std::int64_t{value} * (std::int64_t{1} << exponent);
    if (wide > std::numeric_limits<std::int32_t>::max()) {
        return std::numeric_limits<std::int32_t>::max();
    }
    if (wide < std::numeric_limits<std::int32_t>::min()) {
        return std::numeric_limits<std::int32_t>::min();
    }
    return static_cast<std::int32_t>(wide);
}

} // namespace thimble

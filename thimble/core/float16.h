// SPDX-License-Identifier: Apache-2.0
// Numbers of 16 bits in the format binary16 of IEEE 754-2008, widened to float32, which holds all of them.
#pragma once

#include <bit>
#include <cstdint>

namespace thimble {

inline float widened(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) {
        // Zero, or below the smallest normal number: steps of 2^-24.
        const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
        return sign == 0 ? magnitude : -magnitude;
    }
    const std::uint32_t wide_exponent = exponent == 0x1FU ? 0xFFU : exponent + (127 - 15);
    return std::bit_cast<float>(sign | (wide_exponent << 23) | (fraction << 13));
}

} // namespace thimble

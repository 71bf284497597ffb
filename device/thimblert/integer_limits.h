// SPDX-License-Identifier: Apache-2.0
// The ranges of integer types, and float32 brought into them; the runtime uses no <limits>.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

template <typename Element> struct Limits;

template <> struct Limits<int8_t> {
    static constexpr int32_t lowest = -128;
    static constexpr int32_t highest = 127;
};

template <> struct Limits<uint8_t> {
    static constexpr int32_t lowest = 0;
    static constexpr int32_t highest = 255;
};

template <> struct Limits<int16_t> {
    static constexpr int32_t lowest = -32768;
    static constexpr int32_t highest = 32767;
};

template <> struct Limits<int32_t> {
    static constexpr int32_t lowest = INT32_MIN;
    static constexpr int32_t highest = INT32_MAX;
};

template <> struct Limits<int64_t> {
    static constexpr int64_t lowest = INT64_MIN;
    static constexpr int64_t highest = INT64_MAX;
};

/// x without its fraction, within the range of Element; NaN becomes 0.
template <typename Element> THIMBLERT_INLINE Element saturate(float x) {
    // Rounded to float32 the highest number may be one more, which no longer fits.
    const float above = static_cast<float>(Limits<Element>::highest);
    const float below = static_cast<float>(Limits<Element>::lowest);
    if (x >= above) {
        return static_cast<Element>(Limits<Element>::highest);
    }
    if (x <= below) {
        return static_cast<Element>(Limits<Element>::lowest);
    }
    return x == x ? static_cast<Element>(x) : Element{0};
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Conversions between data types. float32 to integers truncates towards zero and saturates, NaN becomes 0; integers to
// narrower ones wrap around; anything but 0 is true.
#pragma once

#include "thimblert/config.h"
#include "thimblert/integer_limits.h"

namespace thimblert {

struct CastParams {
    int32_t count;
};

/// Writes convert(element) for count elements.
template <typename Element, typename Output, typename Convert>
THIMBLERT_INLINE void cast_elements(const CastParams& p, const Element* input, Output* output, const Convert& convert) {
    const int32_t count = p.count; // stores to output cannot change it
    for (int32_t index = 0; index < count; ++index) {
        output[index] = convert(input[index]);
    }
}

template <typename Element>
THIMBLERT_KERNEL void cast_to_int8(const CastParams& p, const Element* input, int8_t* output) {
    cast_elements(p, input, output, [](Element x) { return static_cast<int8_t>(x); });
}

template <typename Element>
THIMBLERT_KERNEL void cast_to_uint8(const CastParams& p, const Element* input, uint8_t* output) {
    cast_elements(p, input, output, [](Element x) { return static_cast<uint8_t>(x); });
}

template <typename Element>
THIMBLERT_KERNEL void cast_to_int16(const CastParams& p, const Element* input, int16_t* output) {
    cast_elements(p, input, output, [](Element x) { return static_cast<int16_t>(x); });
}

template <typename Element>
THIMBLERT_KERNEL void cast_to_int32(const CastParams& p, const Element* input, int32_t* output) {
    cast_elements(p, input, output, [](Element x) { return static_cast<int32_t>(x); });
}

template <typename Element>
THIMBLERT_KERNEL void cast_to_int64(const CastParams& p, const Element* input, int64_t* output) {
    cast_elements(p, input, output, [](Element x) { return static_cast<int64_t>(x); });
}

template <typename Element>
THIMBLERT_KERNEL void cast_to_float32(const CastParams& p, const Element* input, float* output) {
    cast_elements(p, input, output, [](Element x) { return static_cast<float>(x); });
}

template <typename Element>
THIMBLERT_KERNEL void cast_to_bool(const CastParams& p, const Element* input, uint8_t* output) {
    cast_elements(p, input, output, [](Element x) { return static_cast<uint8_t>(x != 0); });
}

THIMBLERT_KERNEL void cast_float32_to_bool(const CastParams& p, const float* input, uint8_t* output) {
    cast_elements(p, input, output, [](float x) { return static_cast<uint8_t>(!(x == 0.0F)); });
}

template <typename Element>
THIMBLERT_KERNEL void cast_float32(const CastParams& p, const float* input, Element* output) {
    cast_elements(p, input, output, [](float x) { return saturate<Element>(x); });
}

} // namespace thimblert

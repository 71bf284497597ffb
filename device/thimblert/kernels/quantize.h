// SPDX-License-Identifier: Apache-2.0
// From float32 to affine integers, and from one affine type to another.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/integer_arithmetic.h"
#include "thimblert/integer_limits.h"

#include <math.h>

namespace thimblert {

struct QuantizeParams {
    int32_t count;
    float scale;
    int32_t zero_point;
};

struct QuantizeIntegersParams {
    int32_t count;
    float scale;
    int32_t zero_point;
    int32_t ties_to_even; // 1: halves are rounded to even numbers; 0: away from zero
};

struct QuantizeChannelsParams {
    int32_t outer; // extents before, of and after the axis
    int32_t channels;
    int32_t inner;
    int32_t ties_to_even;
};

struct RequantizeParams {
    int32_t count;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t multiplier;
    int32_t shift;
};

/// round(input / scale) + zero_point, halves away from zero, saturated to int8. NaN becomes -128.
/// The output may lie where the input begins: element i is read before byte i is written.
THIMBLERT_KERNEL void quantize_f32_s8(const QuantizeParams& p, const float* input, int8_t* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        const float steps = roundf(input[index] / p.scale) + static_cast<float>(p.zero_point);
        const float raised = steps > -128.0F ? steps : -128.0F;
        output[index] = static_cast<int8_t>(raised < 127.0F ? raised : 127.0F);
    }
}

/// Rescales count elements, saturated to int8. The output may be the input.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void requantize_s8(const RequantizeParams& p, const int8_t* input, int8_t* output) {
    const RequantizeParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        const int32_t scaled = requantise(input[index] - fixed.input_zero_point, fixed.multiplier, fixed.shift);
        output[index] = clamp_s8(scaled + fixed.output_zero_point, -128, 127);
    }
}

/// round(value / scale) + zero_point, saturated to Element. NaN becomes what 0 does.
template <typename Element>
THIMBLERT_INLINE Element quantize_element(float value, float scale, int32_t zero_point, int32_t ties_to_even) {
    const float steps = ties_to_even != 0 ? nearbyintf(value / scale) : roundf(value / scale);
    const int64_t sum = int64_t{saturate<int32_t>(steps)} + zero_point;
    const int64_t raised = sum < Limits<Element>::lowest ? int64_t{Limits<Element>::lowest} : sum;
    return static_cast<Element>(raised > Limits<Element>::highest ? int64_t{Limits<Element>::highest} : raised);
}

/// As quantize_f32_s8 for every integer type and both roundings of halves.
template <typename Element>
THIMBLERT_KERNEL void quantize_f32(const QuantizeIntegersParams& p, const float* input, Element* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        output[index] = quantize_element<Element>(input[index], p.scale, p.zero_point, p.ties_to_even);
    }
}

/// As quantize_f32 with a scale and a zero point for each index of one axis.
template <typename Element>
THIMBLERT_KERNEL void quantize_channels(
    const QuantizeChannelsParams& p, const float* input, const float* scales, const int32_t* zero_points,
    Element* output
) {
    const QuantizeChannelsParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t i = 0; i < fixed.outer; ++i) {
        for (int32_t channel = 0; channel < fixed.channels; ++channel) {
            for (int32_t j = 0; j < fixed.inner; ++j) {
                *output++ =
                    quantize_element<Element>(*input++, scales[channel], zero_points[channel], fixed.ties_to_even);
            }
        }
    }
}

template <typename Element, typename Output>
THIMBLERT_INLINE void requantize_elements(const RequantizeParams& p, const Element* input, Output* output) {
    const RequantizeParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        const int32_t difference = wrapping_difference(static_cast<int32_t>(input[index]), fixed.input_zero_point);
        const int32_t scaled = requantise(difference, fixed.multiplier, fixed.shift);
        const int32_t sum = wrapping_sum(scaled, fixed.output_zero_point);
        output[index] = static_cast<Output>(clamp(sum, Limits<Output>::lowest, Limits<Output>::highest));
    }
}

template <typename Element>
THIMBLERT_KERNEL void requantize_to_int8(const RequantizeParams& p, const Element* input, int8_t* output) {
    requantize_elements(p, input, output);
}

template <typename Element>
THIMBLERT_KERNEL void requantize_to_uint8(const RequantizeParams& p, const Element* input, uint8_t* output) {
    requantize_elements(p, input, output);
}

template <typename Element>
THIMBLERT_KERNEL void requantize_to_int16(const RequantizeParams& p, const Element* input, int16_t* output) {
    requantize_elements(p, input, output);
}

template <typename Element>
THIMBLERT_KERNEL void requantize_to_int32(const RequantizeParams& p, const Element* input, int32_t* output) {
    requantize_elements(p, input, output);
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// One real function of every element, on float32; three of them on integers as well. int8 with a scale goes
// through look_up.h.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"

#include <math.h>

namespace thimblert {

struct UnaryMathParams {
    int32_t count;
    float first; // the function's attributes
    float second;
};

/// Writes function(element, first, second) for count elements. The output may be the input.
template <typename Element, typename Function>
THIMBLERT_INLINE void
map_elements(const UnaryMathParams& p, const Element* input, Element* output, const Function& function) {
    const UnaryMathParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        output[index] = function(input[index], fixed.first, fixed.second);
    }
}

/// log(1 + exp(x)) without overflow.
THIMBLERT_INLINE float softplus(float x) {
    return (x > 0.0F ? x : 0.0F) + log1pf(expf(-fabsf(x)));
}

THIMBLERT_KERNEL void abs_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return fabsf(x); });
}

THIMBLERT_KERNEL void neg_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return -x; });
}

THIMBLERT_KERNEL void sign_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return x > 0.0F ? 1.0F : (x < 0.0F ? -1.0F : x); });
}

THIMBLERT_KERNEL void exp_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return expf(x); });
}

THIMBLERT_KERNEL void log_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return logf(x); });
}

THIMBLERT_KERNEL void sqrt_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return sqrtf(x); });
}

THIMBLERT_KERNEL void rsqrt_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return 1.0F / sqrtf(x); });
}

THIMBLERT_KERNEL void square_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return x * x; });
}

THIMBLERT_KERNEL void reciprocal_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return 1.0F / x; });
}

THIMBLERT_KERNEL void floor_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return floorf(x); });
}

THIMBLERT_KERNEL void ceil_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return ceilf(x); });
}

THIMBLERT_KERNEL void round_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return nearbyintf(x); });
}

THIMBLERT_KERNEL void erf_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return erff(x); });
}

THIMBLERT_KERNEL void sin_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return sinf(x); });
}

THIMBLERT_KERNEL void cos_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return cosf(x); });
}

THIMBLERT_KERNEL void tan_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return tanf(x); });
}

THIMBLERT_KERNEL void asin_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return asinf(x); });
}

THIMBLERT_KERNEL void acos_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return acosf(x); });
}

THIMBLERT_KERNEL void atan_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return atanf(x); });
}

THIMBLERT_KERNEL void sinh_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return sinhf(x); });
}

THIMBLERT_KERNEL void cosh_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return coshf(x); });
}

THIMBLERT_KERNEL void asinh_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return asinhf(x); });
}

THIMBLERT_KERNEL void acosh_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return acoshf(x); });
}

THIMBLERT_KERNEL void atanh_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return atanhf(x); });
}

THIMBLERT_KERNEL void softsign_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return x / (1.0F + fabsf(x)); });
}

THIMBLERT_KERNEL void softplus_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return softplus(x); });
}

THIMBLERT_KERNEL void mish_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return x * tanhf(softplus(x)); });
}

THIMBLERT_KERNEL void gelu_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) { return 0.5F * x * (1.0F + erff(x * 0.70710678F)); });
}

THIMBLERT_KERNEL void gelu_tanh_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float, float) {
        return 0.5F * x * (1.0F + tanhf(0.79788456F * (x + 0.044715F * x * x * x)));
    });
}

THIMBLERT_KERNEL void swish_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float first, float) { return x / (1.0F + expf(-first * x)); });
}

THIMBLERT_KERNEL void elu_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float first, float) { return x > 0.0F ? x : first * expm1f(x); });
}

THIMBLERT_KERNEL void celu_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float first, float) {
        return x > 0.0F ? x : first * expm1f(x / first);
    });
}

THIMBLERT_KERNEL void selu_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float first, float second) {
        return second * (x > 0.0F ? x : first * expm1f(x));
    });
}

THIMBLERT_KERNEL void hard_sigmoid_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float first, float second) {
        return clamp_f32(first * x + second, 0.0F, 1.0F);
    });
}

THIMBLERT_KERNEL void thresholded_relu_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float first, float) { return x > first ? x : 0.0F; });
}

THIMBLERT_KERNEL void shrink_f32(const UnaryMathParams& p, const float* input, float* output) {
    map_elements(p, input, output, [](float x, float first, float second) {
        return x < -first ? x + second : (x > first ? x - second : 0.0F);
    });
}

template <typename Element>
THIMBLERT_KERNEL void abs_integers(const UnaryMathParams& p, const Element* input, Element* output) {
    map_elements(p, input, output, [](Element x, float, float) { return static_cast<Element>(x < 0 ? -x : x); });
}

template <typename Element>
THIMBLERT_KERNEL void neg_integers(const UnaryMathParams& p, const Element* input, Element* output) {
    map_elements(p, input, output, [](Element x, float, float) { return static_cast<Element>(-x); });
}

template <typename Element>
THIMBLERT_KERNEL void sign_integers(const UnaryMathParams& p, const Element* input, Element* output) {
    map_elements(p, input, output, [](Element x, float, float) { return static_cast<Element>((x > 0) - (x < 0)); });
}

} // namespace thimblert

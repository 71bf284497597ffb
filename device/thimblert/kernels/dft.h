// SPDX-License-Identifier: Apache-2.0
// Discrete Fourier transform along one axis: by definition, and by butterflies for powers of two.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"

namespace thimblert {

struct DftParams {
    int32_t outer;
    int32_t signal; // elements along the transformed axis of the input
    int32_t inner;
    int32_t parts;       // of an input element: 1 real, 2 real and imaginary
    int32_t length;      // of the transform
    int32_t frequencies; // along the transformed axis of the output
    float factor;        // the result is multiplied by it
};

struct ComplexF32 {
    float real;
    float imaginary;
};

THIMBLERT_INLINE ComplexF32 complex_product(ComplexF32 a, ComplexF32 b) {
    return {a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real};
}

/// Element `time` of the signal that starts at `first`; zero beyond its end.
THIMBLERT_INLINE ComplexF32 dft_element(const DftParams& p, const float* first, int32_t time) {
    if (time >= p.signal) {
        return {0.0F, 0.0F};
    }
    const float* element = first + time * p.inner * p.parts;
    return {element[0], p.parts == 2 ? element[1] : 0.0F};
}

/// Calls visit(first_input, first_output) for every signal.
template <typename Visit>
THIMBLERT_INLINE void dft_for_each_signal(const DftParams& p, const float* input, float* output, const Visit& visit) {
    for (int32_t i = 0; i < p.outer; ++i) {
        for (int32_t j = 0; j < p.inner; ++j) {
            visit(input + (i * p.signal * p.inner + j) * p.parts, output + (i * p.frequencies * p.inner + j) * 2);
        }
    }
}

/// Transform by definition.
///
/// Shapes: input [outer, signal, inner, parts], twiddles [length, 2], output [outer, frequencies, inner, 2].
/// Units:  twiddles are powers of the root of unity, real and imaginary.
THIMBLERT_KERNEL void dft_f32(const DftParams& p, const float* input, const float* twiddles, float* output) {
    dft_for_each_signal(p, input, output, [&](const float* first, float* result) {
        const int32_t count = minimum(p.signal, p.length);
        for (int32_t frequency = 0; frequency < p.frequencies; ++frequency) {
            ComplexF32 sum = {0.0F, 0.0F};
            int32_t turn = 0; // frequency * time modulo the length
            for (int32_t time = 0; time < count; ++time) {
                const ComplexF32 root = {twiddles[2 * turn], twiddles[2 * turn + 1]};
                const ComplexF32 term = complex_product(dft_element(p, first, time), root);
                sum.real += term.real;
                sum.imaginary += term.imaginary;
                turn += frequency;
                turn -= turn >= p.length ? p.length : 0;
            }
            result[frequency * p.inner * 2] = sum.real * p.factor;
            result[frequency * p.inner * 2 + 1] = sum.imaginary * p.factor;
        }
    });
}

/// Puts the signal in the order of reversed binary digits, in which neighbours meet first.
THIMBLERT_INLINE void fft_load(const DftParams& p, const float* first, float* work) {
    int32_t reversed = 0;
    for (int32_t time = 0; time < p.length; ++time) {
        const ComplexF32 element = dft_element(p, first, time);
        work[2 * reversed] = element.real;
        work[2 * reversed + 1] = element.imaginary;
        int32_t bit = p.length >> 1;
        while (bit > 0 && (reversed & bit) != 0) {
            reversed ^= bit;
            bit >>= 1;
        }
        reversed |= bit;
    }
}

/// One butterfly of the elements at `a` and `b`.
THIMBLERT_INLINE void fft_butterfly(float* a, float* b, ComplexF32 root) {
    const ComplexF32 turned = complex_product({b[0], b[1]}, root);
    b[0] = a[0] - turned.real;
    b[1] = a[1] - turned.imaginary;
    a[0] += turned.real;
    a[1] += turned.imaginary;
}

/// Transform by decimation in time; the length is a power of two.
///
/// Shapes: as dft_f32, twiddles [length / 2, 2], work [length, 2].
THIMBLERT_KERNEL void
fft_f32(const DftParams& p, const float* input, const float* twiddles, float* output, float* work) {
    dft_for_each_signal(p, input, output, [&](const float* first, float* result) {
        fft_load(p, first, work);
        for (int32_t half = 1; half < p.length; half *= 2) {
            const int32_t step = p.length / (2 * half);
            for (int32_t start = 0; start < p.length; start += 2 * half) {
                for (int32_t k = 0; k < half; ++k) {
                    const ComplexF32 root = {twiddles[2 * k * step], twiddles[2 * k * step + 1]};
                    fft_butterfly(work + 2 * (start + k), work + 2 * (start + k + half), root);
                }
            }
        }
        for (int32_t frequency = 0; frequency < p.frequencies; ++frequency) {
            result[frequency * p.inner * 2] = work[2 * frequency] * p.factor;
            result[frequency * p.inner * 2 + 1] = work[2 * frequency + 1] * p.factor;
        }
    });
}

} // namespace thimblert

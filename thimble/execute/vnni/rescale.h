// SPDX-License-Identifier: Apache-2.0
// thimblert::requantise for sixteen sums at once, each with its own multiplier and shift: the same bits for
// every argument.
#pragma once

#include "thimble/execute/vnni/instructions.h"

#include <cstdint>

namespace thimble::vnni {

/// What turns sixteen sums into outputs: where they start, and the factors.
struct alignas(64) SixteenScales {
    std::int32_t bias[16] = {};
    std::int32_t multiplier[16] = {};
    std::int32_t left[16] = {};
    std::int32_t right[16] = {};
    std::int32_t rest_mask[16] = {}; ///< the bits that the shift to the right drops
    std::int32_t rest_half[16] = {}; ///< half of those, rounded down

    void set(int lane, std::int32_t start, std::int32_t factor, std::int32_t shift) {
        bias[lane] = start;
        multiplier[lane] = factor;
        left[lane] = shift > 0 ? shift : 0;
        right[lane] = left[lane] - shift;
        rest_mask[lane] = static_cast<std::int32_t>((std::uint32_t{1} << right[lane]) - 1U);
        rest_half[lane] = rest_mask[lane] >> 1;
    }
};

struct OutputRange {
    std::int32_t zero_point = 0;
    std::int32_t minimum = 0;
    std::int32_t maximum = 0;

    bool fits_int8() const { return minimum >= -128 && maximum <= 127; }
};

THIMBLE_VNNI_INLINE __m512i load_sixteen(const std::int32_t* values) {
    return _mm512_loadu_si512(values);
}

/// floor((a * b + 2^30) / 2^31) of every lane, modulo 2^32.
THIMBLE_VNNI_INLINE __m512i doubling_high_multiply(__m512i a, __m512i b) {
    const __m512i half = _mm512_set1_epi64(std::int64_t{1} << 30);
    const __m512i even = _mm512_add_epi64(_mm512_mul_epi32(a, b), half);
    const __m512i a_odd = _mm512_srli_epi64(a, 32);
    const __m512i b_odd = _mm512_srli_epi64(b, 32);
    const __m512i odd = _mm512_add_epi64(_mm512_mul_epi32(a_odd, b_odd), half);
    // Bits 31 to 62 of both, in the lower half of even lanes and in the upper half of odd ones.
    return _mm512_mask_blend_epi32(0xAAAA, _mm512_srli_epi64(even, 31), _mm512_slli_epi64(odd, 1));
}

THIMBLE_VNNI_INLINE __m512i requantise(__m512i sums, const SixteenScales& scales) {
    const __m512i shifted = _mm512_sllv_epi32(sums, load_sixteen(scales.left));
    const __m512i high = doubling_high_multiply(shifted, load_sixteen(scales.multiplier));
    const __m512i rest = _mm512_and_si512(high, load_sixteen(scales.rest_mask));
    // Halves round away from zero: below zero, up only beyond the half.
    const __m512i threshold = _mm512_sub_epi32(load_sixteen(scales.rest_half), _mm512_srai_epi32(high, 31));
    const __m512i quotient = _mm512_srav_epi32(high, load_sixteen(scales.right));
    const __mmask16 is_up = _mm512_cmpgt_epi32_mask(rest, threshold);
    return _mm512_mask_add_epi32(quotient, is_up, quotient, _mm512_set1_epi32(1));
}

THIMBLE_VNNI_INLINE __m512i clamp_to(__m512i values, const OutputRange& range) {
    const __m512i raised = _mm512_max_epi32(values, _mm512_set1_epi32(range.minimum));
    return _mm512_min_epi32(raised, _mm512_set1_epi32(range.maximum));
}

/// Requantised, moved by the zero point and clamped.
THIMBLE_VNNI_INLINE __m512i finish(__m512i sums, const SixteenScales& scales, const OutputRange& range) {
    return clamp_to(_mm512_add_epi32(requantise(sums, scales), _mm512_set1_epi32(range.zero_point)), range);
}

/// The lowest bytes of the first `count` lanes.
THIMBLE_VNNI_INLINE void store_bytes(std::int8_t* output, __m512i values, std::int32_t count) {
    const auto lanes = static_cast<__mmask16>(count >= 16 ? 0xFFFFU : (1U << count) - 1U);
    _mm512_mask_cvtepi32_storeu_epi8(output, lanes, values);
}

} // namespace thimble::vnni

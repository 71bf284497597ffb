// SPDX-License-Identifier: Apache-2.0
// Sums of four output channels over one or two pixels with the vectors of AArch64, the innermost loop of convolution
// and fully connected layers.
//
// A vector is sixteen taps; the weights of four channels lie side by side, vector by vector. Two pixels take 8
// multiplications (with the dot product of Armv8.2, or 24 instructions without) and 6 loads for 128 products. Without
// it two products are added up in 16 bits unless a weight is -128.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/neon/scale_four.h"

#include <string.h>

namespace thimblert {
namespace neon {

constexpr int32_t vector_taps = 16;
constexpr int32_t pixels_in_group = 2;

/// What all pixels of a layer have in common.
struct ChannelFours {
    const int8_t* weights;
    const int32_t* scales;
    int32_t channels;
    int32_t vectors; ///< of taps
    int32_t addable; ///< products whose sum fits 16 bits: 2, or 1 where a weight is -128
    OutputRange range;
};

#if THIMBLERT_NEON

template <int addable>
THIMBLERT_INLINE int32x4_t add_products(int32x4_t sums, int8x16_t activations, int8x16_t weights) {
#if defined(__ARM_FEATURE_DOTPROD)
    return vdotq_s32(sums, activations, weights);
#else
    const int16x8_t low = vmull_s8(vget_low_s8(activations), vget_low_s8(weights));
    if (addable == 1) {
        return vpadalq_s16(vpadalq_s16(sums, low), vmull_high_s8(activations, weights));
    }
    return vpadalq_s16(sums, vmlal_high_s8(low, activations, weights));
#endif
}

/// Sums of four channels, each spread over a vector.
struct FourSums {
    int32x4_t c0;
    int32x4_t c1;
    int32x4_t c2;
    int32x4_t c3;
};

THIMBLERT_INLINE FourSums no_sums() {
    const int32x4_t zero = vdupq_n_s32(0);
    return {zero, zero, zero, zero};
}

template <int addable>
THIMBLERT_INLINE void
add_vector(FourSums& sums, int8x16_t activations, int8x16_t w0, int8x16_t w1, int8x16_t w2, int8x16_t w3) {
    sums.c0 = add_products<addable>(sums.c0, activations, w0);
    sums.c1 = add_products<addable>(sums.c1, activations, w1);
    sums.c2 = add_products<addable>(sums.c2, activations, w2);
    sums.c3 = add_products<addable>(sums.c3, activations, w3);
}

THIMBLERT_INLINE int32x4_t total(const FourSums& sums) {
    return vpaddq_s32(vpaddq_s32(sums.c0, sums.c1), vpaddq_s32(sums.c2, sums.c3));
}

THIMBLERT_INLINE void store_channels(int8_t* output, uint32_t four, int32_t count) {
    if (count >= channels_at_once) {
        memcpy(output, &four, sizeof(four));
        return;
    }
    for (int32_t channel = 0; channel < count; ++channel) {
        output[channel] = static_cast<int8_t>(four >> (8 * channel));
    }
}

template <int pixels, int addable>
THIMBLERT_PART void
accumulate_channels(const ChannelFours& fours, const int8_t* first, const int8_t* second, int8_t* output) {
    const int8_t* weights = fours.weights;
    const int32_t* scales = fours.scales;
    for (int32_t channel = 0; channel < fours.channels; channel += channels_at_once) {
        FourSums sums = no_sums();
        FourSums second_sums = no_sums();
        for (int32_t vector = 0; vector < fours.vectors; ++vector) {
            const int8x16_t w0 = vld1q_s8(weights);
            const int8x16_t w1 = vld1q_s8(weights + vector_taps);
            const int8x16_t w2 = vld1q_s8(weights + 2 * vector_taps);
            const int8x16_t w3 = vld1q_s8(weights + 3 * vector_taps);
            add_vector<addable>(sums, vld1q_s8(first + vector * vector_taps), w0, w1, w2, w3);
            if (pixels == 2) {
                add_vector<addable>(second_sums, vld1q_s8(second + vector * vector_taps), w0, w1, w2, w3);
            }
            weights += channels_at_once * vector_taps;
        }
        const int32x4_t values = scale_four(total(sums), scales);
        const int32x4_t second_values = pixels == 2 ? scale_four(total(second_sums), scales) : values;
        const uint32x2_t results = vreinterpret_u32_s8(clamp_eight(values, second_values, fours.range));
        store_channels(output + channel, vget_lane_u32(results, 0), fours.channels - channel);
        if (pixels == 2) {
            store_channels(output + fours.channels + channel, vget_lane_u32(results, 1), fours.channels - channel);
        }
        scales += scale_words;
    }
}

/// All channels of `pixels` pixels, whose activations begin at `first` and `second`.
template <int pixels>
THIMBLERT_INLINE void
accumulate_pixels(const ChannelFours& fours, const int8_t* first, const int8_t* second, int8_t* output) {
    if (fours.addable == 2) {
        accumulate_channels<pixels, 2>(fours, first, second, output);
    } else {
        accumulate_channels<pixels, 1>(fours, first, second, output);
    }
}

#else

THIMBLERT_INLINE void accumulate_pixel(const ChannelFours& fours, const int8_t* activations, int8_t* output) {
    for (int32_t channel = 0; channel < fours.channels; ++channel) {
        const int32_t four = channel / channels_at_once;
        const int32_t place = channel % channels_at_once;
        const int8_t* weights = fours.weights + (four * fours.vectors * channels_at_once + place) * vector_taps;
        int32_t sum = 0;
        for (int32_t vector = 0; vector < fours.vectors; ++vector) {
            for (int32_t tap = 0; tap < vector_taps; ++tap) {
                sum += activations[vector * vector_taps + tap] * weights[tap];
            }
            weights += channels_at_once * vector_taps;
        }
        output[channel] = scale_one(sum, fours.scales + four * scale_words, place, fours.range);
    }
}

template <int pixels>
THIMBLERT_INLINE void
accumulate_pixels(const ChannelFours& fours, const int8_t* first, const int8_t* second, int8_t* output) {
    accumulate_pixel(fours, first, output);
    if (pixels == 2) {
        accumulate_pixel(fours, second, output + fours.channels);
    }
}

#endif

} // namespace neon
} // namespace thimblert

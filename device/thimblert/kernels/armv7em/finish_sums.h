// SPDX-License-Identifier: Apache-2.0
// The end of a convolution: sums become int8 outputs.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/accumulate_rows.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// The channels first..last of one or four pixels. The assembly reads the fields by their offsets.
struct FinishedChannels {
    const SumWord* sums;
    const int32_t* multipliers;
    const int8_t* shifts;
    int8_t* output;                 ///< first channel of the first pixel
    int32_t pixel_stride;           ///< bytes from a pixel to the next
    int32_t twice_zero_point_and_1; ///< 2 * output zero point + 1
    const SumWord* sums_end;
};

#if THIMBLERT_SIMD32

// clang-format off
#define THIMBLERT_REQUANTIZE(sum) \
    "add r5, r6, " sum ", asr #31\n\t" \
    "qadd " sum ", " sum ", " sum "\n\t" \
    "smmlar " sum ", " sum ", r11, r5\n\t" \
    "asr " sum ", " sum ", r12\n\t" \
    "ssat " sum ", #8, " sum "\n\t"

/// Four pixels, fast shifts, clamped to int8 only. r0 walks the sums, r1 the multipliers, r2 the shifts, r3 the
/// output; r4 is the pixel stride, r7-r10 are the sums of a channel, r11 its multiplier, r12 its shift.
THIMBLERT_ASSEMBLY void finish_four_pixels(const FinishedChannels&) {
    __asm__ volatile(
        "push {r4-r12, lr}\n\t"
        "ldr r12, [r0, #24]\n\t"
        "push {r0, r12}\n\t"
        "ldr lr, [r0, #20]\n\t"
        "ldmia.w r0, {r0-r4}\n"
        "1:\n\t"
        "ldrsb r12, [r2], #1\n\t"
        "ldmia.w r0!, {r7-r10}\n\t"
        "ldr r11, [r1], #4\n\t"
        "mvn r6, r12\n\t"
        "rsb r12, r12, #0\n\t"
        "lsl r6, lr, r6\n\t"
        THIMBLERT_REQUANTIZE("r8")
        THIMBLERT_REQUANTIZE("r9")
        THIMBLERT_REQUANTIZE("r10")
        THIMBLERT_REQUANTIZE("r7")
        "add r5, r3, r4\n\t"
        "strb r8, [r3, r4]\n\t"
        "strb r9, [r5, r4]\n\t"
        "strb r10, [r5, r4, lsl #1]\n\t"
        "ldr r5, [sp, #4]\n\t"
        "strb r7, [r3], #1\n\t"
        "cmp r0, r5\n\t"
        "bne 1b\n\t"
        "pop {r0, r12}\n\t"
        "pop {r4-r12, pc}\n"
    );
}

// clang-format on

#undef THIMBLERT_REQUANTIZE

#endif

/// Any shifts, one or four pixels.
template <int pixels> THIMBLERT_INLINE void finish_any(const FinishedChannels& channels, int32_t zero_point) {
    const SumWord* sums = channels.sums;
    int8_t* output = channels.output;
    for (int32_t channel = 0; sums != channels.sums_end; ++channel) {
        const int32_t multiplier = channels.multipliers[channel];
        const int32_t shift = channels.shifts[channel];
        const bool is_fast = is_fast_shift(shift);
        const int32_t addend = is_fast ? fast_addend(zero_point, -shift) : 0;
        int8_t* result = output++;
        for (int pixel = 0; pixel < pixels; ++pixel) {
            const int32_t sum = *sums++;
            const int32_t value = is_fast ? requantize_fast(sum, multiplier, addend, -shift)
                                          : requantize_any(sum, multiplier, shift, zero_point, -128, 127);
            *result = static_cast<int8_t>(value);
            result += channels.pixel_stride;
        }
    }
}

} // namespace armv7em
} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Addition on int8 for cores with the Armv7E-M DSP extension, a replacement of kernels/add.h.
//
// Both inputs are brought to twice the larger of their scales, so that the input that has it is multiplied by one half,
// which is exact: only the other one and the sum are requantised. Everything else goes to the portable kernel.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/add.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// Fours of elements to be added. The assembly reads the fields by their offsets.
struct FlatSum {
    const int8_t* halved; ///< the input that is multiplied by one half
    const int8_t* scaled; ///< the other
    int8_t* output;
    int8_t* output_end;
    uint32_t halved_offset; ///< minus the zero points, in both halves
    uint32_t scaled_offset;
    int32_t multiplier;
    int32_t addend;
    int32_t right;
    int32_t output_multiplier;
    int32_t output_addend;
    int32_t output_right;
};

#if THIMBLERT_SIMD32

// clang-format off
#define THIMBLERT_SCALE(value) \
    "add r12, r4, " value ", asr #31\n\t" \
    "smmlar " value ", " value ", r3, r12\n\t" \
    "asr " value ", " value ", r5\n\t"
#define THIMBLERT_REQUANTIZE(sum) \
    "add r12, r10, " sum ", asr #31\n\t" \
    "lsl " sum ", " sum ", #1\n\t" \
    "smmlar " sum ", " sum ", r9, r12\n\t" \
    "asr " sum ", " sum ", r11\n\t" \
    "ssat " sum ", #8, " sum "\n\t"

/// r0 and r1 walk the inputs, r2 the output; r3-r5 are multiplier, addend and shift of the scaled input. r6 and r7 hold
/// elements of the halved input, r8 and lr those of the other; sums gather in r6, r8, r7 and lr.
THIMBLERT_ASSEMBLY void add_fours(const FlatSum&) {
    __asm__ volatile(
        "push {r4-r11, lr}\n\t"
        "sub sp, sp, #24\n\t"
        "ldrd r6, r7, [r0, #16]\n\t"
        "ldr r8, [r0, #12]\n\t"
        "ldrd r9, r10, [r0, #36]\n\t"
        "ldr r11, [r0, #44]\n\t"
        "strd r6, r7, [sp, #0]\n\t"
        "strd r9, r10, [sp, #8]\n\t"
        "strd r11, r8, [sp, #16]\n\t"
        "ldrd r3, r4, [r0, #24]\n\t"
        "ldr r5, [r0, #32]\n\t"
        "ldmia.w r0, {r0-r2}\n"
        "1:\n\t"
        "ldrd r9, r10, [sp, #0]\n\t"
        "ldr r7, [r0], #4\n\t"
        "ldr lr, [r1], #4\n\t"
        "sxtab16 r6, r9, r7\n\t"
        "sxtab16 r8, r10, lr\n\t"
        "sxtab16 r7, r9, r7, ror #8\n\t"
        "sxtab16 lr, r10, lr, ror #8\n\t"
        "asr r9, r8, #16\n\t"
        "asr r10, lr, #16\n\t"
        "lsl r8, r8, #21\n\t"             // twice the element, shifted left by 20 bits
        "lsl r9, r9, #21\n\t"
        "lsl lr, lr, #21\n\t"
        "lsl r10, r10, #21\n\t"
        THIMBLERT_SCALE("r8")
        THIMBLERT_SCALE("r9")
        THIMBLERT_SCALE("lr")
        THIMBLERT_SCALE("r10")
        "add r8, r8, r6, lsl #19\n\t"     // half the element, shifted left by 20 bits
        "asr r6, r6, #16\n\t"
        "add r6, r9, r6, lsl #19\n\t"
        "add lr, lr, r7, lsl #19\n\t"
        "asr r7, r7, #16\n\t"
        "add r7, r10, r7, lsl #19\n\t"
        "ldrd r9, r10, [sp, #8]\n\t"
        "ldr r11, [sp, #16]\n\t"
        THIMBLERT_REQUANTIZE("r8")
        THIMBLERT_REQUANTIZE("lr")
        THIMBLERT_REQUANTIZE("r6")
        THIMBLERT_REQUANTIZE("r7")
        "bfi r8, lr, #8, #8\n\t"
        "bfi r6, r7, #8, #8\n\t"
        "pkhbt r8, r8, r6, lsl #16\n\t"
        "ldr r9, [sp, #20]\n\t"
        "str r8, [r2], #4\n\t"
        "cmp r2, r9\n\t"
        "bne 1b\n\t"
        "add sp, sp, #24\n\t"
        "pop {r4-r11, pc}\n"
    );
}

// clang-format on

#undef THIMBLERT_REQUANTIZE
#undef THIMBLERT_SCALE

#else

/// One element; both inputs already without their zero points.
THIMBLERT_INLINE int32_t add_one(const FlatSum& sum, int32_t halved, int32_t scaled) {
    const int32_t doubled = shift_left(scaled, add_left_shift + 1);
    const int32_t other = smmlar(doubled, sum.multiplier, sum.addend + (doubled >> 31)) >> sum.right;
    const int32_t total = other + shift_left(halved, add_left_shift - 1);
    return requantize_fast(total, sum.output_multiplier, sum.output_addend, sum.output_right);
}

THIMBLERT_INLINE void add_fours(const FlatSum& sum) {
    const int8_t* halved = sum.halved;
    const int8_t* scaled = sum.scaled;
    for (int8_t* output = sum.output; output != sum.output_end; output += 4) {
        for (int32_t index = 0; index < 4; ++index) {
            const int32_t first = halved[index] + bottom_half(sum.halved_offset);
            const int32_t second = scaled[index] + bottom_half(sum.scaled_offset);
            output[index] = static_cast<int8_t>(add_one(sum, first, second));
        }
        halved += 4;
        scaled += 4;
    }
}

#endif

/// True for the exact multiplier one half.
THIMBLERT_INLINE bool is_half(int32_t multiplier, int32_t shift) {
    return multiplier == int32_t{1} << 30 && shift == 0;
}

/// All but the pointers, for inputs of which the first is halved.
THIMBLERT_INLINE FlatSum flat_sum(
    int32_t halved_zero_point, int32_t scaled_zero_point, int32_t multiplier, int32_t shift, const AddS8Params& p
) {
    FlatSum sum = {};
    sum.halved_offset = pair_of(-halved_zero_point);
    sum.scaled_offset = pair_of(-scaled_zero_point);
    sum.multiplier = multiplier;
    sum.addend = fast_addend(0, -shift);
    sum.right = -shift;
    sum.output_multiplier = p.multiplier_out;
    sum.output_addend = fast_addend(p.output_zero_point, -p.shift_out);
    sum.output_right = -p.shift_out;
    return sum;
}

/// Addition on int8: operands, units and results as add_s8 of kernels/add.h.
THIMBLERT_KERNEL void add_s8(const AddS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    const bool halves_a = is_half(p.multiplier_a, p.shift_a) && is_fast_shift(p.shift_b);
    const bool halves_b = is_half(p.multiplier_b, p.shift_b) && is_fast_shift(p.shift_a);
    if (p.is_flat == 0 || !(halves_a || halves_b) || !is_fast_shift(p.shift_out)) {
        thimblert::add_s8(p, a, b, output);
        return;
    }
    FlatSum sum = halves_a ? flat_sum(p.input_a_zero_point, p.input_b_zero_point, p.multiplier_b, p.shift_b, p)
                           : flat_sum(p.input_b_zero_point, p.input_a_zero_point, p.multiplier_a, p.shift_a, p);
    const int32_t fours_end = p.count & ~3;
    sum.halved = halves_a ? a : b;
    sum.scaled = halves_a ? b : a;
    sum.output = output;
    sum.output_end = output + fours_end;
    if (fours_end > 0) {
        add_fours(sum);
        clamp_outputs(output, fours_end, p.output_min, p.output_max);
    }
    for (int32_t index = fours_end; index < p.count; ++index) {
        output[index] = add_element_s8(p, a[index], b[index]);
    }
}

} // namespace armv7em
} // namespace thimblert

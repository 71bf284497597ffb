// SPDX-License-Identifier: Apache-2.0
// Addition on int8 with Helium, a replacement of kernels/add.h, four elements at a time.
//
// Both inputs are brought to twice the larger of their scales, so that the input that has it is multiplied by one half,
// which is exact: only the other one and the sum are requantised. Everything else goes to the portable kernel.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/add.h"
#include "thimblert/kernels/helium/vector_scale.h"

namespace thimblert {
namespace helium {

/// Right shifts that join with the rounding constant, and at the output with the zero point, in one addend.
constexpr int32_t longest_joined_shift = 22;

/// Elements to be added. The assembly reads the fields by their offsets.
struct VectorSum {
    const int8_t* halved; ///< the input that is multiplied by one half
    const int8_t* scaled; ///< the other
    int8_t* output;
    int32_t count;
    int32_t halved_zero_point;
    int32_t scaled_zero_point;
    int32_t left; ///< of the scaled input
    int32_t multiplier;
    int32_t addend;
    int32_t negative_right;
    int32_t output_multiplier;
    int32_t output_addend;
    int32_t output_negative_right;
    int32_t low;
    int32_t high;
};

#if THIMBLERT_HELIUM

// clang-format off
/// r1 and r2 walk the inputs, r3 the output; r4 to r10 are the scales, q3 to q7 zero points, addend and range.
THIMBLERT_ASSEMBLY void add_vectors(const VectorSum&) {
    __asm__ volatile(
        "push {r4-r11, lr}\n\t"
        "vpush {d8-d15}\n\t"
        "ldrd r4, r5, [r0, #16]\n\t"
        "vdup.32 q3, r4\n\t"
        "vdup.32 q4, r5\n\t"
        "ldrd r4, r5, [r0, #52]\n\t"
        "vdup.32 q5, r4\n\t"
        "vdup.32 q6, r5\n\t"
        "ldr r4, [r0, #32]\n\t"
        "vdup.32 q7, r4\n\t"
        "ldrd r4, r5, [r0, #24]\n\t"     // left, multiplier
        "ldrd r6, r8, [r0, #36]\n\t"     // minus the right shift, output multiplier
        "ldrd r9, r10, [r0, #44]\n\t"    // output addend, minus the output's right shift
        "ldr lr, [r0, #12]\n\t"
        "ldmia.w r0, {r1, r2, r3}\n\t"
        "dlstp.32 lr, lr\n"
        "1:\n\t"
        "vldrb.s32 q0, [r2], #4\n\t"
        "vsub.i32 q0, q0, q4\n\t"
        "vldrb.s32 q2, [r1], #4\n\t"
        "vshl.s32 q0, r4\n\t"
        "vsub.i32 q2, q2, q3\n\t"
        "vshr.s32 q1, q0, #31\n\t"
        "vshl.i32 q2, q2, #19\n\t"
        "vadd.i32 q1, q1, q7\n\t"
        "vqrdmlah.s32 q1, q0, r5\n\t"
        "vshl.s32 q1, r6\n\t"
        "vadd.i32 q0, q1, q2\n\t"
        "vshr.s32 q1, q0, #31\n\t"
        "vadd.i32 q1, q1, r9\n\t"
        "vqrdmlah.s32 q1, q0, r8\n\t"
        "vshl.s32 q1, r10\n\t"
        "vmax.s32 q1, q1, q5\n\t"
        "vmin.s32 q1, q1, q6\n\t"
        "vstrb.32 q1, [r3], #4\n\t"
        "letp lr, 1b\n\t"
        "vpop {d8-d15}\n\t"
        "pop {r4-r11, pc}\n"
    );
}

// clang-format on

#else

THIMBLERT_INLINE int32_t scale_joined(int32_t value, int32_t multiplier, int32_t addend, int32_t negative_right) {
    return (doubling_high_multiply(value, multiplier) + addend + (value >> 31)) >> -negative_right;
}

THIMBLERT_INLINE void add_vectors(const VectorSum& sum) {
    for (int32_t index = 0; index < sum.count; ++index) {
        const int32_t halved = shift_left(sum.halved[index] - sum.halved_zero_point, add_left_shift - 1);
        const int32_t scaled = shift_left(sum.scaled[index] - sum.scaled_zero_point, sum.left);
        const int32_t total = halved + scale_joined(scaled, sum.multiplier, sum.addend, sum.negative_right);
        const int32_t result = scale_joined(total, sum.output_multiplier, sum.output_addend, sum.output_negative_right);
        sum.output[index] = clamp_s8(result, sum.low, sum.high);
    }
}

#endif

/// True for the exact multiplier one half.
THIMBLERT_INLINE bool is_half(int32_t multiplier, int32_t shift) {
    return multiplier == int32_t{1} << 30 && shift == 0;
}

THIMBLERT_INLINE bool is_joined_shift(int32_t shift) {
    return shift <= -1 && shift >= -longest_joined_shift;
}

/// 2^(right - 1) + zero_point * 2^right.
THIMBLERT_INLINE int32_t joined_addend(int32_t zero_point, int32_t right) {
    return (2 * zero_point + 1) * (int32_t{1} << (right - 1));
}

/// Where the inputs have one scale, twice the second one is halved twice, which is exact too.
THIMBLERT_INLINE void set_scaled_input(VectorSum* sum, int32_t zero_point, int32_t multiplier, int32_t shift) {
    const bool is_halved_too = is_half(multiplier, shift);
    sum->scaled_zero_point = zero_point;
    sum->left = is_halved_too ? add_left_shift + 1 : add_left_shift;
    sum->multiplier = multiplier;
    sum->negative_right = is_halved_too ? -1 : shift;
    sum->addend = joined_addend(0, -sum->negative_right);
}

/// Addition on int8: operands, units and results as add_s8 of kernels/add.h.
THIMBLERT_KERNEL void add_s8(const AddS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    const bool is_half_a = is_half(p.multiplier_a, p.shift_a);
    const bool is_half_b = is_half(p.multiplier_b, p.shift_b);
    const bool halves_a = is_half_a && (is_half_b || is_joined_shift(p.shift_b));
    const bool halves_b = is_half_b && is_joined_shift(p.shift_a);
    if (p.is_flat == 0 || !(halves_a || halves_b) || !is_joined_shift(p.shift_out)) {
        thimblert::add_s8(p, a, b, output);
        return;
    }
    VectorSum sum = {};
    sum.halved = halves_a ? a : b;
    sum.scaled = halves_a ? b : a;
    sum.output = output;
    sum.count = p.count;
    sum.halved_zero_point = halves_a ? p.input_a_zero_point : p.input_b_zero_point;
    if (halves_a) {
        set_scaled_input(&sum, p.input_b_zero_point, p.multiplier_b, p.shift_b);
    } else {
        set_scaled_input(&sum, p.input_a_zero_point, p.multiplier_a, p.shift_a);
    }
    sum.output_multiplier = p.multiplier_out;
    sum.output_addend = joined_addend(p.output_zero_point, -p.shift_out);
    sum.output_negative_right = p.shift_out;
    sum.low = p.output_min;
    sum.high = p.output_max;
    add_vectors(sum);
}

} // namespace helium
} // namespace thimblert

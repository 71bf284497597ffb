// SPDX-License-Identifier: Apache-2.0
// The innermost loop of depthwise convolution with Helium: a pixel's window of one channel is a vector, loaded once and
// multiplied by the channel's weights in one instruction.
//
// A channel lies in a plane of columns: all rows of the kernel of one position, then those of the next, so that the
// window of an output pixel is contiguous. The loop takes 20 instructions for four pixels, outputs included.
#pragma once

#include "thimblert/kernels/helium/accumulate_vectors.h"

namespace thimblert {
namespace helium {

/// Memory of other types may be borrowed to hold offsets, hence the attribute.
typedef int32_t __attribute__((may_alias)) OffsetWord;

/// Channels of a strip of output rows. The assembly reads the fields by their offsets.
struct ChannelPlanes {
    const int8_t* plane;       ///< moved on
    const OffsetWord* offsets; ///< of the outputs, four pixels a group
    const int8_t* weights;     ///< moved on
    const int32_t* scales;     ///< moved on
    int8_t* output;            ///< moved on
    int32_t groups;
    int32_t channels;
    int32_t plane_stride; ///< bytes from channel to channel
    int32_t step;         ///< bytes from the window of a pixel to the next one's
    int32_t vectors;      ///< of a window
    OutputRange range;
};

#if THIMBLERT_HELIUM

// clang-format off
/// Lays the stack out: [0] sums, [16] plane, [20] offsets, [24] groups, [28] channels, [32] plane stride, [36] step,
/// [40] bytes of a channel's weights, [44] zero point, [48] bytes from behind a group's last window to the next group,
/// [52] scales.
#define THIMBLERT_BEGIN_PLANES \
    "push {r4-r11, lr}\n\t" \
    "vpush {d8-d15}\n\t" \
    "sub sp, sp, #60\n\t" \
    "ldrd r1, r3, [r0, #0]\n\t" \
    "strd r1, r3, [sp, #16]\n\t" \
    "ldrd r5, r7, [r0, #8]\n\t" \
    "ldrd r9, r4, [r0, #16]\n\t" \
    "ldrd r2, r8, [r0, #24]\n\t" \
    "strd r4, r2, [sp, #24]\n\t" \
    "ldrd r6, r4, [r0, #32]\n\t" \
    "strd r8, r6, [sp, #32]\n\t" \
    "lsl r4, r4, #4\n\t" \
    "ldrd r2, r8, [r0, #40]\n\t" \
    "strd r4, r2, [sp, #40]\n\t" \
    "rsb r4, r4, r6, lsl #2\n\t" \
    "strd r4, r7, [sp, #48]\n\t" \
    "ldr r2, [r0, #48]\n\t" \
    "vdup.32 q5, r8\n\t" \
    "vdup.32 q6, r2\n"
#define THIMBLERT_END_PLANES \
    "add sp, sp, #60\n\t" \
    "vpop {d8-d15}\n\t" \
    "pop {r4-r11, pc}\n"
#define THIMBLERT_NEXT_PLANE \
    "ldrd r0, r2, [sp, #28]\n\t" \
    "ldr r1, [sp, #16]\n\t" \
    "add r9, r9, #1\n\t" \
    "add r1, r1, r2\n\t" \
    "str r1, [sp, #16]\n\t" \
    "subs r0, r0, #1\n\t" \
    "str r0, [sp, #28]\n\t" \
    "bne 1b\n\t"

/// Outputs in q1 of the sums in q0: r8 bias, r10 multiplier, r11 addend or left shift, r12 minus the right shift.
#define THIMBLERT_ONE_SHIFT \
    "vadd.i32 q0, q0, r8\n\t" \
    "vshr.s32 q1, q0, #31\n\t" \
    "vadd.i32 q1, q1, r11\n\t" \
    "vqrdmlah.s32 q1, q0, r10\n\t" \
    "vshl.s32 q1, r12\n\t"
#define THIMBLERT_ANY_SHIFT \
    "ldr r0, [sp, #44]\n\t" \
    "vadd.i32 q0, q0, r8\n\t" \
    "vshl.s32 q0, r11\n\t" \
    "vqrdmulh.s32 q0, q0, r10\n\t" \
    "vdup.32 q1, r12\n\t" \
    "vand q1, q1, q0\n\t" \
    "vshr.s32 q1, q1, #31\n\t" \
    "vqadd.s32 q1, q1, q0\n\t" \
    "vrshl.s32 q1, r12\n\t" \
    "vadd.i32 q1, q1, r0\n\t"
#define THIMBLERT_STORE_GROUP(SCALE) \
    "stmia sp, {r0, r2, r4, r6}\n\t" \
    "vldrw.32 q7, [r3], #16\n\t" \
    "vldrw.32 q0, [sp]\n\t" \
    SCALE \
    "vmax.s32 q1, q1, q5\n\t" \
    "vmin.s32 q1, q1, q6\n\t" \
    "vstrb.32 q1, [r9, q7]\n\t"

/// r1 walks the windows, r3 the offsets, r5 the weights, r7 the scales, r9 the output; r0, r2, r4 and r6 are the sums.
/// The distance of windows is part of the loads.
#define THIMBLERT_PLANES_OF_STEP(once, twice, thrice, four_times) \
    __asm__ volatile( \
        THIMBLERT_BEGIN_PLANES \
        "1:\n\t" \
        "ldrd r1, r3, [sp, #16]\n\t" \
        "ldr lr, [sp, #24]\n\t" \
        "vldrb.8 q4, [r5], #16\n\t" \
        "ldmia r7!, {r8, r10, r11, r12}\n\t" \
        "dls lr, lr\n" \
        "2:\n\t" \
        "vldrb.8 q0, [r1], #" four_times "\n\t" \
        "vldrb.8 q1, [r1, #-" thrice "]\n\t" \
        "vmladav.s8 r0, q0, q4\n\t" \
        "vldrb.8 q2, [r1, #-" twice "]\n\t" \
        "vmladav.s8 r2, q1, q4\n\t" \
        "vldrb.8 q3, [r1, #-" once "]\n\t" \
        "vmladav.s8 r4, q2, q4\n\t" \
        "vmladav.s8 r6, q3, q4\n\t" \
        THIMBLERT_STORE_GROUP(THIMBLERT_ONE_SHIFT) \
        "le lr, 2b\n\t" \
        THIMBLERT_NEXT_PLANE \
        THIMBLERT_END_PLANES \
    )

/// Any distance, any number of vectors in a window; r7 is the distance.
#define THIMBLERT_PLANES(SCALE) \
    __asm__ volatile( \
        THIMBLERT_BEGIN_PLANES \
        "1:\n\t" \
        "ldrd r1, r3, [sp, #16]\n\t" \
        "ldr r7, [sp, #52]\n\t" \
        "ldmia r7!, {r8, r10, r11, r12}\n\t" \
        "str r7, [sp, #52]\n\t" \
        "ldr r7, [sp, #36]\n\t" \
        "ldr r0, [sp, #24]\n\t" \
        "str r0, [sp, #56]\n" \
        "2:\n\t" \
        "ldr lr, [sp, #40]\n\t" \
        "lsr lr, lr, #4\n\t" \
        "movs r0, #0\n\t" \
        "movs r2, #0\n\t" \
        "movs r4, #0\n\t" \
        "movs r6, #0\n\t" \
        "dls lr, lr\n" \
        "3:\n\t" \
        "vldrb.8 q4, [r5], #16\n\t" \
        "vldrb.8 q0, [r1]\n\t" \
        "add r1, r1, r7\n\t" \
        "vldrb.8 q1, [r1]\n\t" \
        "vmladava.s8 r0, q0, q4\n\t" \
        "add r1, r1, r7\n\t" \
        "vldrb.8 q2, [r1]\n\t" \
        "vmladava.s8 r2, q1, q4\n\t" \
        "add r1, r1, r7\n\t" \
        "vldrb.8 q3, [r1]\n\t" \
        "vmladava.s8 r4, q2, q4\n\t" \
        "sub r1, r1, r7, lsl #1\n\t" \
        "sub r1, r1, r7\n\t" \
        "adds r1, r1, #16\n\t" \
        "vmladava.s8 r6, q3, q4\n\t" \
        "le lr, 3b\n\t" \
        THIMBLERT_STORE_GROUP(SCALE) \
        "ldrd r0, r2, [sp, #36]\n\t"    /* step, bytes of weights */ \
        "sub r5, r5, r2\n\t" \
        "ldr r0, [sp, #48]\n\t" \
        "add r1, r1, r0\n\t" \
        "ldr r0, [sp, #56]\n\t" \
        "subs r0, r0, #1\n\t" \
        "str r0, [sp, #56]\n\t" \
        "bne 2b\n\t" \
        "add r5, r5, r2\n\t" \
        THIMBLERT_NEXT_PLANE \
        THIMBLERT_END_PLANES \
    )

THIMBLERT_ASSEMBLY void convolve_planes_of_step_1(const ChannelPlanes*) {
    THIMBLERT_PLANES_OF_STEP("1", "2", "3", "4");
}

THIMBLERT_ASSEMBLY void convolve_planes_of_step_3(const ChannelPlanes*) {
    THIMBLERT_PLANES_OF_STEP("3", "6", "9", "12");
}

THIMBLERT_ASSEMBLY void convolve_planes_of_step_6(const ChannelPlanes*) {
    THIMBLERT_PLANES_OF_STEP("6", "12", "18", "24");
}

THIMBLERT_ASSEMBLY void convolve_planes_by_one_shift(const ChannelPlanes*) {
    THIMBLERT_PLANES(THIMBLERT_ONE_SHIFT);
}

THIMBLERT_ASSEMBLY void convolve_planes_generally(const ChannelPlanes*) {
    THIMBLERT_PLANES(THIMBLERT_ANY_SHIFT);
}

// clang-format on

#undef THIMBLERT_PLANES
#undef THIMBLERT_PLANES_OF_STEP
#undef THIMBLERT_STORE_GROUP
#undef THIMBLERT_ANY_SHIFT
#undef THIMBLERT_ONE_SHIFT
#undef THIMBLERT_NEXT_PLANE
#undef THIMBLERT_END_PLANES
#undef THIMBLERT_BEGIN_PLANES

/// Outputs of all channels and groups.
THIMBLERT_INLINE void convolve_planes(const ChannelPlanes* planes) {
    if (planes->range.is_general != 0) {
        convolve_planes_generally(planes);
    } else if (planes->vectors == 1 && planes->step == 3) {
        convolve_planes_of_step_3(planes);
    } else if (planes->vectors == 1 && planes->step == 6) {
        convolve_planes_of_step_6(planes);
    } else if (planes->vectors == 1 && planes->step == 1) {
        convolve_planes_of_step_1(planes);
    } else {
        convolve_planes_by_one_shift(planes);
    }
}

#else

THIMBLERT_INLINE void convolve_planes(const ChannelPlanes* planes) {
    const int32_t window = planes->vectors * vector_taps;
    for (int32_t channel = 0; channel < planes->channels; ++channel) {
        const int8_t* weights = planes->weights + channel * window;
        const int32_t* scale = planes->scales + channel * scale_words;
        for (int32_t pixel = 0; pixel < planes->groups * pixels_in_group; ++pixel) {
            const int8_t* taps = planes->plane + channel * planes->plane_stride + pixel * planes->step;
            const int32_t sum = vector_dot(taps, 1, weights, 1, planes->vectors);
            const int8_t result = scale_sum(sum + scale[0], scale[1], scale[2], scale[3], planes->range);
            if (planes->offsets[pixel] >= 0) {
                planes->output[planes->offsets[pixel] + channel] = result;
            }
        }
    }
}

#endif

} // namespace helium
} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// A row of an image brought into the planes of its channels with Helium: eight channels of a pixel are loaded at once
// and scattered, to up to three places of each plane.
#pragma once

#include "thimblert/kernels/helium/vector_scale.h"

namespace thimblert {
namespace helium {

constexpr int32_t spread_channels_at_once = 8;
constexpr int32_t most_spread_targets = 3;

/// Pixels of a row, and where they go. Units: bytes.
struct SpreadRow {
    const int8_t* pixels;
    int32_t pixel_stride;
    int32_t count;    ///< of pixels, at least 1
    int32_t channels; ///< 1 to 8
    int8_t* plane;    ///< of the first channel: the first place of the first pixel
    int32_t step;     ///< from pixel to pixel
    int32_t plane_stride;
    int32_t targets;     ///< 1 to 3
    int32_t distance[2]; ///< from the first place of a pixel to the others
};

#if THIMBLERT_HELIUM

// clang-format off
#define THIMBLERT_SPREAD(scatter) \
    __asm__ volatile( \
        "vctp.16 %[channels]\n\t" \
        "vldrh.16 q1, [%[offsets]]\n\t" \
        "vadd.i16 q2, q1, %[second]\n\t" \
        "vadd.i16 q3, q1, %[third]\n\t" \
        "dls lr, %[count]\n" \
        "1:\n\t" \
        scatter \
        "add %[pixels], %[pixels], %[pixel_stride]\n\t" \
        "add %[plane], %[plane], %[step]\n\t" \
        "le lr, 1b\n" \
        : [pixels] "+l"(pixels), [plane] "+r"(plane) \
        : [channels] "r"(row.channels), [offsets] "r"(offsets), [second] "r"(row.distance[0]), \
          [third] "r"(row.distance[1]), [count] "r"(row.count), [pixel_stride] "r"(row.pixel_stride), \
          [step] "r"(row.step) \
        : "lr", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "memory", "cc")

/// `offsets` are those of eight planes.
THIMBLERT_INLINE void spread_row(const SpreadRow& row, const uint16_t* offsets) {
    const int8_t* pixels = row.pixels;
    int8_t* plane = row.plane;
    if (row.targets == 3) {
        THIMBLERT_SPREAD(
            "vpstttt\n\t"
            "vldrbt.u16 q0, [%[pixels]]\n\t"
            "vstrbt.16 q0, [%[plane], q1]\n\t"
            "vstrbt.16 q0, [%[plane], q2]\n\t"
            "vstrbt.16 q0, [%[plane], q3]\n\t"
        );
    } else if (row.targets == 2) {
        THIMBLERT_SPREAD(
            "vpsttt\n\t"
            "vldrbt.u16 q0, [%[pixels]]\n\t"
            "vstrbt.16 q0, [%[plane], q1]\n\t"
            "vstrbt.16 q0, [%[plane], q2]\n\t"
        );
    } else {
        THIMBLERT_SPREAD(
            "vpstt\n\t"
            "vldrbt.u16 q0, [%[pixels]]\n\t"
            "vstrbt.16 q0, [%[plane], q1]\n\t"
        );
    }
}

// clang-format on

#undef THIMBLERT_SPREAD

#else

THIMBLERT_INLINE void spread_row(const SpreadRow& row, const uint16_t* offsets) {
    for (int32_t pixel = 0; pixel < row.count; ++pixel) {
        for (int32_t channel = 0; channel < row.channels; ++channel) {
            const int8_t element = row.pixels[pixel * row.pixel_stride + channel];
            int8_t* place = row.plane + pixel * row.step + offsets[channel];
            place[0] = element;
            for (int32_t target = 1; target < row.targets; ++target) {
                place[row.distance[target - 1]] = element;
            }
        }
    }
}

#endif

} // namespace helium
} // namespace thimblert

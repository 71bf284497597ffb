// SPDX-License-Identifier: Apache-2.0
// Four channels of an image as planes of 16-bit elements, gathered from where the channels lie side by side.
//
// A word of a plane holds two columns. The words of two rows alternate, so that a pair of rows is contiguous: for each
// pair of columns the upper row's word, then the lower row's.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/clamp.h"
#include "thimblert/kernels/armv7em/widen.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// The image that planes are gathered from, and where they go. Lengths are in elements, which are bytes.
struct PlaneTask {
    const int8_t* image; ///< its first pixel, at the first of four channels
    PairWord* planes;
    int32_t height;
    int32_t width;
    int32_t channels;
    int32_t padding_left; ///< 0 or 1
    int32_t column_pairs; ///< of a plane
    int32_t inside_pairs; ///< of them, without padding
    int32_t plane_words;  ///< from a plane to the next
    uint32_t padding;     ///< the zero point, in every byte
};

/// Writes the elements of two columns to four planes.
THIMBLERT_INLINE void store_columns(PairWord* word, int32_t plane_words, uint32_t left, uint32_t right) {
    const uint32_t low = pack_bottoms(left, right);
    const uint32_t high = pack_tops(left, right);
    PairWord* const third = word + 2 * plane_words;
    word[plane_words] = sxtb16_ror8(low);
    *word = sxtb16(low);
    third[plane_words] = sxtb16_ror8(high);
    *third = sxtb16(high);
}

/// Padding for pairs of columns up to `end`.
THIMBLERT_INLINE void store_padding(PairWord* word, const PairWord* end, int32_t plane_words, uint32_t padding) {
    const uint32_t pair = sxtb16(padding);
    for (; word != end; word += 2) {
        PairWord* const third = word + 2 * plane_words;
        *word = pair;
        word[plane_words] = pair;
        *third = pair;
        third[plane_words] = pair;
    }
}

/// Row `y` of the image, which may lie outside, to the word of its first pair of columns and on.
THIMBLERT_INLINE void gather_row(const PlaneTask& task, int32_t y, PairWord* word) {
    const int32_t plane_words = task.plane_words;
    const int32_t channels = task.channels;
    const uint32_t padding = task.padding;
    const PairWord* const end = word + 2 * task.column_pairs;
    if (y < 0 || y >= task.height) {
        store_padding(word, end, plane_words, padding);
        return;
    }
    const int8_t* pixel = task.image + y * task.width * channels;
    int32_t width = task.width;
    if (task.padding_left != 0) {
        store_columns(word, plane_words, padding, load_s8x4(pixel));
        word += 2;
        pixel += channels;
        --width;
    }
    for (int32_t count = task.inside_pairs; count > 0; --count) {
        store_columns(word, plane_words, load_s8x4(pixel), load_s8x4(pixel + channels));
        word += 2;
        pixel += 2 * channels;
    }
    if (word != end) {
        const bool is_odd = (width & 1) != 0;
        store_columns(word, plane_words, is_odd ? load_s8x4(pixel) : padding, padding);
        store_padding(word + 2, end, plane_words, padding);
    }
}

/// `row_pairs` pairs of rows from row `y` on.
THIMBLERT_PART void gather_planes(const PlaneTask& task, int32_t y, int32_t row_pairs) {
    PairWord* word = task.planes;
    for (; row_pairs > 0; --row_pairs) {
        gather_row(task, y, word);
        gather_row(task, y + 1, word + 1);
        y += 2;
        word += 2 * task.column_pairs;
    }
}

} // namespace armv7em
} // namespace thimblert

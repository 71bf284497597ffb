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
    int32_t padding_left;
    int32_t column_pairs; ///< of a plane
    int32_t plane_words;  ///< from a plane to the next
    uint32_t padding;     ///< the zero point, in every byte
};

/// Writes the elements of two columns to four planes.
THIMBLERT_INLINE void store_columns(PairWord* word, int32_t plane_words, uint32_t left, uint32_t right) {
    const uint32_t low = pack_bottoms(left, right);
    const uint32_t high = pack_tops(left, right);
    word[0] = sxtb16(low);
    word[plane_words] = sxtb16_ror8(low);
    word[2 * plane_words] = sxtb16(high);
    word[3 * plane_words] = sxtb16_ror8(high);
}

/// The elements of one pixel of a row, or padding.
THIMBLERT_INLINE uint32_t load_column(const PlaneTask& task, const int8_t* row, int32_t column) {
    const bool is_inside = column >= 0 && column < task.width;
    return is_inside ? load_s8x4(row + column * task.channels) : task.padding;
}

/// Pairs of columns that lie inside the row; returns the word behind them.
THIMBLERT_INLINE PairWord*
store_columns_inside(PairWord* word, int32_t plane_words, const int8_t* pixel, int32_t channels, int32_t count) {
    PairWord* third = word + 2 * plane_words;
    for (; count > 0; --count) {
        const uint32_t left = load_s8x4(pixel);
        const uint32_t right = load_s8x4(pixel + channels);
        const uint32_t low = pack_bottoms(left, right);
        const uint32_t high = pack_tops(left, right);
        word[plane_words] = sxtb16_ror8(low);
        *word = sxtb16(low);
        third[plane_words] = sxtb16_ror8(high);
        *third = sxtb16(high);
        word += 2;
        third += 2;
        pixel += 2 * channels;
    }
    return word;
}

/// Row `y` of the image, which may lie outside, to the word of its first pair of columns and on.
THIMBLERT_INLINE void gather_row(const PlaneTask& task, int32_t y, PairWord* word) {
    const int32_t plane_words = task.plane_words;
    const PairWord* const end = word + 2 * task.column_pairs;
    int32_t column = -task.padding_left;
    if (y >= 0 && y < task.height) {
        const int8_t* const row = task.image + y * task.width * task.channels;
        for (; column < 0; column += 2) {
            store_columns(word, plane_words, load_column(task, row, column), load_column(task, row, column + 1));
            word += 2;
        }
        const int32_t room = static_cast<int32_t>(end - word) >> 1;
        const int32_t inside = minimum((task.width - column) >> 1, room);
        word = store_columns_inside(word, plane_words, row + column * task.channels, task.channels, inside);
        column += 2 * (inside > 0 ? inside : 0);
        if (column < task.width && word != end) {
            store_columns(word, plane_words, load_column(task, row, column), task.padding);
            word += 2;
        }
    }
    for (; word != end; word += 2) {
        store_columns(word, plane_words, task.padding, task.padding);
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

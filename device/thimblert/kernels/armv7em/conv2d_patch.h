// SPDX-License-Identifier: Apache-2.0
// The input patches of output pixels, written as widened pairs: what the kernel covers, in the order of a row of
// weights, padding as zeros.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/clamp.h"
#include "thimblert/kernels/armv7em/widen.h"
#include "thimblert/kernels/conv2d.h"
#include "thimblert/window.h"

namespace thimblert {
namespace armv7em {

/// What stays the same for all pixels of a convolution. A row of weights consists of runs over contiguous input: kernel
/// rows, or single taps where these are dilated. Lengths are in elements, which are bytes.
struct Conv2dTask {
    const Conv2dS8Params* params;
    const int8_t* image;   ///< the input image of the current pixels
    const int8_t* weights; ///< here and below up to is_fast: of conv2d_s8 only
    const int32_t* bias;
    const int32_t* multipliers;
    const int8_t* shifts;
    int32_t is_fast;      ///< 1: all shifts have the short form
    int32_t input_height; ///< the image of a pointwise convolution is one long row
    int32_t input_width;
    int32_t output_width;
    int32_t runs_per_row;
    int32_t run_length;
    int32_t row_length;
    uint32_t offset;  ///< minus the input zero point, in both halves
    uint32_t padding; ///< the input zero point, in every byte
};

/// A window's corner; outside the input where padding is involved.
struct PatchOrigin {
    int32_t y;
    int32_t x;
};

/// `count` elements, at least four, of each of `rows` rows; the last word of a row overlaps the one before it.
THIMBLERT_INLINE void
copy_rows(int8_t* to, const int8_t* from, int32_t count, int32_t rows, int32_t to_stride, int32_t from_stride) {
    for (; rows > 0; --rows) {
        const int8_t* element = from;
        int8_t* const last = to + count - 4;
        for (int8_t* word = to; word < last; word += 4) {
            store_s8x4(word, load_s8x4(element));
            element += 4;
        }
        store_s8x4(last, load_s8x4(from + count - 4));
        to += to_stride;
        from += from_stride;
    }
}

THIMBLERT_INLINE void copy_elements(int8_t* to, const int8_t* from, int32_t count) {
    if (count >= 4) {
        copy_rows(to, from, count, 1, 0, 0);
        return;
    }
    for (; count > 0; --count) {
        *to++ = *from++;
    }
}

/// Padding up to the end of the word that holds byte `count` - 1.
THIMBLERT_INLINE void fill_words(int8_t* bytes, int32_t count, uint32_t padding) {
    for (; count > 0; count -= 4) {
        store_s8x4(bytes, padding);
        bytes += 4;
    }
}

/// clip_dilated_taps, at once where nothing is to be clipped.
THIMBLERT_INLINE TapRange clip_window(int32_t origin, int32_t dilation, int32_t size, int32_t extent) {
    if (origin >= 0 && origin + (size - 1) * dilation < extent) {
        return {0, size};
    }
    return clip_dilated_taps(origin, dilation, size, extent);
}

/// The bytes of a patch, filled up to a whole word with padding.
THIMBLERT_INLINE void collect_patch(const Conv2dTask& task, PatchOrigin origin, int8_t* bytes) {
    const Conv2dS8Params& p = *task.params;
    const TapRange rows = clip_window(origin.y, p.dilation_height, p.kernel_height, task.input_height);
    const TapRange columns = clip_window(origin.x, p.dilation_width, p.kernel_width, task.input_width);
    const int32_t channels = p.input_channels;
    const int32_t row_taps = rows.end - rows.begin;
    const int32_t column_taps = columns.end - columns.begin;
    const int32_t input_row = task.input_width * channels;
    const int8_t* from = task.image + (origin.y + rows.begin * p.dilation_height) * input_row +
                         (origin.x + columns.begin * p.dilation_width) * channels;
    if (row_taps + column_taps == p.kernel_height + p.kernel_width) {
        fill_words(bytes + (task.row_length & ~3), task.row_length & 3, task.padding);
    } else {
        fill_words(bytes, task.row_length, task.padding);
        bytes += (rows.begin * p.kernel_width + columns.begin) * channels;
    }
    const int32_t run_taps = task.runs_per_row == 1 ? column_taps : 1;
    const int32_t count = run_taps * channels;
    if (run_taps == column_taps && count >= 4) {
        copy_rows(bytes, from, count, row_taps, p.kernel_width * channels, p.dilation_height * input_row);
        return;
    }
    for (int32_t row = row_taps; row > 0; --row) {
        for (int32_t tap = 0; tap < column_taps; tap += run_taps) {
            copy_elements(bytes + tap * channels, from + tap * p.dilation_width * channels, count);
        }
        from += p.dilation_height * input_row;
        bytes += p.kernel_width * channels;
    }
}

/// The patches of four pixels whose windows lie `stride` bytes apart and inside the input. Runs are dense and have at
/// least four elements.
THIMBLERT_PART void
write_four_inside(const Conv2dTask& task, PatchOrigin origin, int32_t stride, PairWord* pairs, int8_t* bytes) {
    const Conv2dS8Params& p = *task.params;
    const int32_t input_row = task.input_width * p.input_channels;
    const int8_t* window = task.image + origin.y * input_row + origin.x * p.input_channels;
    const int32_t words = (task.row_length + 3) >> 2;
    store_s8x4(bytes + 4 * words - 4, task.padding);
    for (int32_t pixel = 0; pixel < 4; ++pixel) {
        copy_rows(bytes, window, task.run_length, p.kernel_height, task.run_length, p.dilation_height * input_row);
        widen_words<4>(pairs + pixel, bytes, words, task.offset);
        window += stride;
    }
}

/// Elements piece.begin..piece.end - 1 of a patch, filled up to a whole word with padding.
THIMBLERT_INLINE void collect_piece(const Conv2dTask& task, PatchOrigin origin, TapRange piece, int8_t* bytes) {
    const Conv2dS8Params& p = *task.params;
    int32_t run = piece.begin / task.run_length;
    int32_t start = piece.begin - run * task.run_length;
    int32_t count = piece.end - piece.begin;
    fill_words(bytes, count, task.padding);
    while (count > 0) {
        const int32_t row = run / task.runs_per_row;
        const int32_t y = origin.y + row * p.dilation_height;
        const int32_t x = origin.x + (run - row * task.runs_per_row) * p.dilation_width;
        const int32_t stop = minimum(task.run_length, start + count);
        if (y >= 0 && y < task.input_height) {
            const int32_t inside = clamp(-x * p.input_channels, start, stop);
            const int32_t outside = clamp((task.input_width - x) * p.input_channels, inside, stop);
            const int8_t* from = task.image + (y * task.input_width + x) * p.input_channels;
            copy_elements(bytes + (inside - start), from + inside, outside - inside);
        }
        bytes += stop - start;
        count -= stop - start;
        start = 0;
        ++run;
    }
}

/// A piece of one of the `pixels` patches that share a buffer. `bytes` holds it on the way.
template <int pixels>
THIMBLERT_PART void
write_patch(const Conv2dTask& task, PatchOrigin origin, TapRange piece, PairWord* pairs, int8_t* bytes) {
    const int32_t count = piece.end - piece.begin;
    if (count == task.row_length) {
        collect_patch(task, origin, bytes);
    } else {
        collect_piece(task, origin, piece, bytes);
    }
    widen_words<pixels>(pairs, bytes, (count + 3) >> 2, task.offset);
}

/// Elements first..first + count - 1 of the patches of four pixels whose windows lie `stride` bytes apart and inside
/// the input's columns; rows may lie outside. Runs are dense and whole words.
THIMBLERT_INLINE void
widen_four_patches(const Conv2dTask& task, PatchOrigin origin, int32_t stride, TapRange piece, PairWord* pairs) {
    const Conv2dS8Params& p = *task.params;
    const int32_t row = piece.begin == 0 ? 0 : piece.begin / task.run_length;
    const int32_t row_stride = p.dilation_height * task.input_width * p.input_channels;
    int32_t y = origin.y + row * p.dilation_height;
    int32_t start = (y * task.input_width + origin.x) * p.input_channels;
    int32_t skipped = piece.begin - row * task.run_length;
    int32_t remaining = piece.end - piece.begin;
    while (remaining > 0) {
        const int32_t count = minimum(task.run_length - skipped, remaining);
        if (y >= 0 && y < task.input_height) {
            pairs = widen_four_pixels(pairs, task.image + start + skipped, stride, count >> 2, task.offset);
        } else {
            pairs = clear_words(pairs, 2 * count);
        }
        remaining -= count;
        skipped = 0;
        start += row_stride;
        y += p.dilation_height;
    }
}

/// The output pixel that comes next.
struct Conv2dPosition {
    int32_t y;
    int32_t x;
};

THIMBLERT_INLINE PatchOrigin patch_origin(const Conv2dS8Params& p, const Conv2dPosition& position) {
    return {position.y * p.stride_height - p.padding_top, position.x * p.stride_width - p.padding_left};
}

THIMBLERT_INLINE void advance(Conv2dPosition& position, int32_t output_width) {
    ++position.x;
    if (position.x == output_width) {
        position.x = 0;
        ++position.y;
    }
}

/// True where four dense windows lie side by side and inside the input's columns.
THIMBLERT_INLINE bool are_side_by_side(const Conv2dTask& task, const Conv2dPosition& position, int32_t first) {
    const Conv2dS8Params& p = *task.params;
    const int32_t end = first + 3 * p.stride_width + p.kernel_width;
    return position.x + 4 <= task.output_width && first >= 0 && end <= task.input_width && task.runs_per_row == 1;
}

THIMBLERT_INLINE bool has_rows_inside(const Conv2dTask& task, int32_t first) {
    const Conv2dS8Params& p = *task.params;
    return first >= 0 && first + (p.kernel_height - 1) * p.dilation_height < task.input_height;
}

/// A piece of the patches of the four pixels that begin at `position`.
THIMBLERT_INLINE void
write_four_patches(const Conv2dTask& task, Conv2dPosition position, TapRange piece, PairWord* patches) {
    const Conv2dS8Params& p = *task.params;
    const PatchOrigin origin = patch_origin(p, position);
    const int32_t stride = p.stride_width * p.input_channels;
    const int32_t count = piece.end - piece.begin;
    int8_t* bytes = static_cast<int8_t*>(static_cast<void*>(patches + 8 * ((count + 3) >> 2)));
    if (are_side_by_side(task, position, origin.x)) {
        if ((task.run_length & 3) == 0) {
            widen_four_patches(task, origin, stride, piece, patches);
            return;
        }
        if (count == task.row_length && task.run_length >= 4 && has_rows_inside(task, origin.y)) {
            write_four_inside(task, origin, stride, patches, bytes);
            return;
        }
    }
    for (int32_t pixel = 0; pixel < 4; ++pixel) {
        write_patch<4>(task, patch_origin(p, position), piece, patches + pixel, bytes);
        advance(position, task.output_width);
    }
}

/// A 1x1 convolution without strides or padding sees its image as one row.
THIMBLERT_INLINE bool is_pointwise(const Conv2dS8Params& p) {
    return p.kernel_height == 1 && p.kernel_width == 1 && p.stride_height == 1 && p.stride_width == 1 &&
           p.padding_top == 0 && p.padding_left == 0 && p.output_width == p.input_width;
}

/// What follows from the geometry; the constants are the caller's to fill in.
THIMBLERT_INLINE Conv2dTask conv2d_task(const Conv2dS8Params& p) {
    const bool is_one_row = is_pointwise(p);
    const bool is_dense = p.dilation_width == 1;
    Conv2dTask task = {};
    task.params = &p;
    task.input_height = is_one_row ? 1 : p.input_height;
    task.input_width = is_one_row ? p.input_height * p.input_width : p.input_width;
    task.output_width = is_one_row ? p.output_height * p.output_width : p.output_width;
    task.runs_per_row = is_dense ? 1 : p.kernel_width;
    task.run_length = is_dense ? p.kernel_width * p.input_channels : p.input_channels;
    task.row_length = p.kernel_height * p.kernel_width * p.input_channels;
    task.offset = pair_of(-p.input_zero_point);
    task.padding = pair_of(p.input_zero_point & 0xFF) * 0x101U;
    return task;
}

} // namespace armv7em
} // namespace thimblert

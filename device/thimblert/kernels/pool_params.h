// SPDX-License-Identifier: Apache-2.0
// Parameters of both pools, and the walk over their windows.
#pragma once

#include "thimblert/config.h"
#include "thimblert/window.h"

namespace thimblert {

struct PoolS8Params {
    int32_t batch;
    int32_t input_height;
    int32_t input_width;
    int32_t channels;
    int32_t output_height;
    int32_t output_width;
    int32_t window_height;
    int32_t window_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t padding_top;
    int32_t padding_left;
    int32_t output_min;
    int32_t output_max;
};

struct PoolF32Params {
    int32_t batch;
    int32_t input_height;
    int32_t input_width;
    int32_t channels;
    int32_t output_height;
    int32_t output_width;
    int32_t window_height;
    int32_t window_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t padding_top;
    int32_t padding_left;
    float output_min;
    float output_max;
};

/// The part of one output pixel's window that lies inside the input; strides and offset in elements.
struct PoolWindow {
    int32_t rows;
    int32_t columns;
    int32_t first_input;
    int32_t row_stride;
};

/// Calls visit(window, output_offset) for every output pixel; both offsets count elements from the start
/// of the whole input and output.
template <typename Params, typename Visit>
THIMBLERT_INLINE void pool_for_each_pixel(const Params& p, const Visit& visit) {
    const int32_t row_stride = p.input_width * p.channels;
    int32_t output_offset = 0;
    for (int32_t image = 0; image < p.batch; ++image) {
        const int32_t image_offset = image * p.input_height * row_stride;
        for (int32_t y = 0; y < p.output_height; ++y) {
            const int32_t origin_y = y * p.stride_height - p.padding_top;
            const TapRange rows = clip_taps(origin_y, p.window_height, p.input_height);
            for (int32_t x = 0; x < p.output_width; ++x) {
                const int32_t origin_x = x * p.stride_width - p.padding_left;
                const TapRange columns = clip_taps(origin_x, p.window_width, p.input_width);
                const int32_t first =
                    image_offset + (origin_y + rows.begin) * row_stride + (origin_x + columns.begin) * p.channels;
                visit(PoolWindow{rows.end - rows.begin, columns.end - columns.begin, first, row_stride}, output_offset);
                output_offset += p.channels;
            }
        }
    }
}

} // namespace thimblert

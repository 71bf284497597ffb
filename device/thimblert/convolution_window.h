// SPDX-License-Identifier: Apache-2.0
// The walk over output pixels that conv2d and depthwise_conv2d share.
#pragma once

#include "thimblert/config.h"
#include "thimblert/window.h"

namespace thimblert {

/// Where the window of one output pixel lies in its image, and which of its taps are inside.
struct ConvolutionWindow {
    int32_t origin_y; ///< may be negative, in the padding
    int32_t origin_x;
    TapRange rows;
    TapRange columns;
};

/// Calls visit(window, batch_index, output_pixel_index) for every output pixel.
template <typename Params, typename Visit>
THIMBLERT_INLINE void for_each_convolution_window(const Params& p, const Visit& visit) {
    const TapRange whole_row = {0, p.kernel_width};
    // Columns from 0 up to here lie inside with all taps.
    const int32_t last_inside = p.input_width - 1 - (p.kernel_width - 1) * p.dilation_width;
    int32_t pixel = 0;
    for (int32_t image = 0; image < p.batch; ++image) {
        for (int32_t y = 0; y < p.output_height; ++y) {
            ConvolutionWindow window = {};
            window.origin_y = y * p.stride_height - p.padding_top;
            window.rows = clip_dilated_taps(window.origin_y, p.dilation_height, p.kernel_height, p.input_height);
            for (int32_t x = 0; x < p.output_width; ++x) {
                window.origin_x = x * p.stride_width - p.padding_left;
                const bool is_inside = window.origin_x >= 0 && window.origin_x <= last_inside;
                window.columns =
                    is_inside ? whole_row
                              : clip_dilated_taps(window.origin_x, p.dilation_width, p.kernel_width, p.input_width);
                visit(window, image, pixel);
                ++pixel;
            }
        }
    }
}

} // namespace thimblert

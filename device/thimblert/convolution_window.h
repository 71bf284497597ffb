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
    int32_t pixel = 0;
    for (int32_t image = 0; image < p.batch; ++image) {
        for (int32_t y = 0; y < p.output_height; ++y) {
            ConvolutionWindow window = {};
            window.origin_y = y * p.stride_height - p.padding_top;
            window.rows = clip_dilated_taps(window.origin_y, p.dilation_height, p.kernel_height, p.input_height);
            for (int32_t x = 0; x < p.output_width; ++x) {
                window.origin_x = x * p.stride_width - p.padding_left;
                window.columns = clip_dilated_taps(window.origin_x, p.dilation_width, p.kernel_width, p.input_width);
                visit(window, image, pixel);
                ++pixel;
            }
        }
    }
}

} // namespace thimblert

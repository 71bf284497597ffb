// SPDX-License-Identifier: Apache-2.0
// The sliding window of convolutions and pools over NHWC images: a typed view of the attributes
// `window`, `stride`, `dilation` and `padding`, and the rule for the output's extent.
#pragma once

#include "thimble/core/shape.h"
#include "thimble/ir/attributes.h"
#include "thimble/ops/op_def.h"

#include <cstdint>
#include <vector>

namespace thimble {

struct Extent2d {
    std::int64_t height = 1;
    std::int64_t width = 1;

    friend bool operator==(const Extent2d&, const Extent2d&) = default;
};

struct Padding2d {
    std::int64_t top = 0;
    std::int64_t left = 0;
    std::int64_t bottom = 0;
    std::int64_t right = 0;

    friend bool operator==(const Padding2d&, const Padding2d&) = default;
};

struct Window {
    Extent2d size;
    Extent2d stride;
    Extent2d dilation;
    Padding2d padding;

    friend bool operator==(const Window&, const Window&) = default;
};

/// `stride` and `padding` with their defaults, for an operator's list of attributes.
AttributeSpec stride_spec();
AttributeSpec padding_spec();
/// `dilation` with its default.
AttributeSpec dilation_spec();

/// The window of `attributes`, defaults filled in. Its size is the attribute `window` where there is
/// one (pools), otherwise `weights_size` (convolutions).
///
/// Errors: ModelError E0422 for a wrong number of values or one out of range (sizes, strides and
/// dilations are at least 1, padding at least 0).
Window window_attributes(const Attributes& attributes, Extent2d weights_size);

/// Height and width of what a window makes of an image [n, h, w, c]:
/// (in + pad_before + pad_after - ((size - 1) * dilation + 1)) / stride + 1.
///
/// Errors: ModelError E0421 when the window is larger than the padded image.
Extent2d window_output_extent(const Window& window, const Shape& image);

/// Calls visit(ky, kx, y, x) for every tap of the window at one output position that lies inside
/// the image: kernel row and column, image row and column.
template <typename Visit>
void for_each_tap(const Window& window, const Shape& image, Extent2d output_position, Visit visit) {
    for (std::int64_t ky = 0; ky < window.size.height; ++ky) {
        const std::int64_t y =
            output_position.height * window.stride.height + ky * window.dilation.height - window.padding.top;
        if (y < 0 || y >= image[1]) {
            continue;
        }
        for (std::int64_t kx = 0; kx < window.size.width; ++kx) {
            const std::int64_t x =
                output_position.width * window.stride.width + kx * window.dilation.width - window.padding.left;
            if (x >= 0 && x < image[2]) {
                visit(ky, kx, y, x);
            }
        }
    }
}

/// Calls visit(n, position) for every pixel of an output [n, h, w, c], in memory order.
template <typename Visit> void for_each_pixel(const Shape& output, Visit visit) {
    for (std::int64_t n = 0; n < output[0]; ++n) {
        for (std::int64_t y = 0; y < output[1]; ++y) {
            for (std::int64_t x = 0; x < output[2]; ++x) {
                visit(n, Extent2d{y, x});
            }
        }
    }
}

/// Index of element [n, y, x, 0] of an image.
inline std::size_t pixel_offset(const Shape& image, std::int64_t n, std::int64_t y, std::int64_t x) {
    return static_cast<std::size_t>(((n * image[1] + y) * image[2] + x) * image[3]);
}

} // namespace thimble

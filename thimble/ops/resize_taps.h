// SPDX-License-Identifier: Apache-2.0
// Resizing along one axis: which elements of the input each place of the output is made of, and with which weights.
// Follows the ONNX operator Resize; without a scale the positions are those of TensorFlow Lite, in single precision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

enum class ResizeMode : std::uint8_t { nearest, linear, cubic };

/// How a place of the output becomes a position of the input.
enum class ResizeCoordinates : std::uint8_t {
    half_pixel,
    half_pixel_symmetric,
    pytorch_half_pixel,
    align_corners,
    asymmetric,
    tf_crop_and_resize
};

/// Where a position between two elements counts for `nearest`.
enum class ResizeRounding : std::uint8_t { round_prefer_floor, round_prefer_ceil, floor, ceil };

/// What the attributes of a resize say about one axis.
struct AxisResize {
    ResizeMode mode = ResizeMode::nearest;
    ResizeCoordinates coordinates = ResizeCoordinates::half_pixel;
    ResizeRounding rounding = ResizeRounding::round_prefer_floor;
    double cubic_coefficient = -0.75;
    bool excludes_outside = false;
    bool antialiases = false;
    std::int64_t input_extent = 1;
    std::int64_t output_extent = 1;
    double scale = 0.0; ///< output per input; 0 for the ratio of the extents as TensorFlow Lite takes it
    double crop_start = 0.0;
    double crop_end = 1.0;
};

/// `taps` elements and weights for each place of the output. A first index of -1 marks a place outside the crop.
struct ResizeTaps {
    std::size_t taps = 1;
    std::vector<std::int64_t> indices;
    std::vector<double> weights;
};

ResizeTaps resize_taps(const AxisResize& axis);

/// For mode nearest: the element of each place of the output, or -1.
std::vector<std::int64_t> nearest_indices(const AxisResize& axis);

} // namespace thimble

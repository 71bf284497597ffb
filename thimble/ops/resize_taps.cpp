// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/resize_taps.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace thimble {

namespace {

/// The positions of TensorFlow Lite, in float as there: kernels/internal/reference/resize_bilinear.h. Its nearest
/// neighbour of half pixels does not subtract the half, which rounds upwards instead of down.
double single_precision_position(const AxisResize& axis, std::int64_t place) {
    const bool has_corners = axis.coordinates == ResizeCoordinates::align_corners && axis.output_extent > 1;
    const std::int64_t less = has_corners ? 1 : 0;
    const float scale = static_cast<float>(axis.input_extent - less) / static_cast<float>(axis.output_extent - less);
    const bool is_half = axis.coordinates == ResizeCoordinates::half_pixel;
    const float scaled = (static_cast<float>(place) + (is_half ? 0.5F : 0.0F)) * scale;
    return is_half && axis.mode != ResizeMode::nearest ? static_cast<double>(scaled - 0.5F)
                                                       : static_cast<double>(scaled);
}

double crop_position(const AxisResize& axis, std::int64_t place, double output_width) {
    const auto last = static_cast<double>(axis.input_extent - 1);
    const double crop = axis.crop_end - axis.crop_start;
    const double within =
        output_width == 1.0 ? crop * last / 2.0 : static_cast<double>(place) * crop * last / (output_width - 1.0);
    return axis.crop_start * last + within;
}

double position(const AxisResize& axis, std::int64_t place) {
    if (axis.scale == 0.0) {
        return single_precision_position(axis, place);
    }
    const auto x = static_cast<double>(place);
    const auto width = static_cast<double>(axis.input_extent);
    const double output_width = axis.scale * width;
    switch (axis.coordinates) {
    case ResizeCoordinates::align_corners:
        return output_width == 1.0 ? 0.0 : x * (width - 1.0) / (output_width - 1.0);
    case ResizeCoordinates::asymmetric:
        return x / axis.scale;
    case ResizeCoordinates::tf_crop_and_resize:
        return crop_position(axis, place, output_width);
    case ResizeCoordinates::pytorch_half_pixel:
        return output_width == 1.0 ? -0.5 : (x + 0.5) / axis.scale - 0.5;
    case ResizeCoordinates::half_pixel_symmetric: {
        const double adjustment = static_cast<double>(axis.output_extent) / output_width;
        return width / 2.0 * (1.0 - adjustment) + (x + 0.5) / axis.scale - 0.5;
    }
    case ResizeCoordinates::half_pixel:
        break;
    }
    return (x + 0.5) / axis.scale - 0.5;
}

bool is_outside_crop(const AxisResize& axis, double at) {
    return axis.coordinates == ResizeCoordinates::tf_crop_and_resize &&
           (at < 0.0 || at > static_cast<double>(axis.input_extent - 1));
}

/// The cubic convolution kernel with coefficient `a`. Source: Keys, 1981.
double cubic(double distance, double a) {
    const double x = std::abs(distance);
    if (x <= 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    }
    return x < 2.0 ? ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a : 0.0;
}

double weight(const AxisResize& axis, double distance) {
    return axis.mode == ResizeMode::linear ? std::max(0.0, 1.0 - std::abs(distance))
                                           : cubic(distance, axis.cubic_coefficient);
}

/// Elements that the kernel reaches to either side of a position; wider where shrinking must not alias.
double reach(const AxisResize& axis, double stretch) {
    return (axis.mode == ResizeMode::linear ? 1.0 : 2.0) / stretch;
}

/// How much the kernel is stretched for anti-aliasing: the scale where that shrinks.
double kernel_stretch(const AxisResize& axis) {
    const double scale = axis.scale == 0.0
                             ? static_cast<double>(axis.output_extent) / static_cast<double>(axis.input_extent)
                             : axis.scale;
    return axis.antialiases ? std::min(1.0, scale) : 1.0;
}

std::int64_t rounded(ResizeRounding rounding, double at) {
    switch (rounding) {
    case ResizeRounding::round_prefer_floor:
        return static_cast<std::int64_t>(std::ceil(at - 0.5));
    case ResizeRounding::round_prefer_ceil:
        return static_cast<std::int64_t>(std::floor(at + 0.5));
    case ResizeRounding::floor:
        return static_cast<std::int64_t>(std::floor(at));
    case ResizeRounding::ceil:
        break;
    }
    return static_cast<std::int64_t>(std::ceil(at));
}

/// Divides by the sum, which is not 0 for the kernels above.
void normalize(std::span<double> weights) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& each : weights) {
        each /= sum;
    }
}

void append_taps(const AxisResize& axis, double at, double stretch, ResizeTaps& result) {
    const auto half = static_cast<std::int64_t>(result.taps / 2);
    const auto first = static_cast<std::int64_t>(std::ceil(at)) - half;
    const std::size_t start = result.weights.size();
    for (std::int64_t index = first; index < first + 2 * half; ++index) {
        const bool is_outside = index < 0 || index >= axis.input_extent;
        result.indices.push_back(std::clamp<std::int64_t>(index, 0, axis.input_extent - 1));
        const bool counts = !is_outside || !axis.excludes_outside;
        result.weights.push_back(counts ? weight(axis, (static_cast<double>(index) - at) * stretch) : 0.0);
    }
    if (axis.excludes_outside || axis.antialiases) {
        normalize(std::span(result.weights).subspan(start));
    }
}

} // namespace

ResizeTaps resize_taps(const AxisResize& axis) {
    const double stretch = kernel_stretch(axis);
    ResizeTaps result;
    result.taps = 2 * static_cast<std::size_t>(std::ceil(reach(axis, stretch)));
    for (std::int64_t place = 0; place < axis.output_extent; ++place) {
        const double at = position(axis, place);
        if (is_outside_crop(axis, at)) {
            result.indices.resize(result.indices.size() + result.taps, -1);
            result.weights.resize(result.weights.size() + result.taps, 0.0);
        } else {
            append_taps(axis, at, stretch, result);
        }
    }
    return result;
}

std::vector<std::int64_t> nearest_indices(const AxisResize& axis) {
    std::vector<std::int64_t> indices;
    for (std::int64_t place = 0; place < axis.output_extent; ++place) {
        const double at = position(axis, place);
        const std::int64_t index = rounded(axis.rounding, at);
        indices.push_back(is_outside_crop(axis, at) ? -1 : std::clamp<std::int64_t>(index, 0, axis.input_extent - 1));
    }
    return indices;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/export/tflite/padding.h"

#include <algorithm>

namespace thimble::tflite_export {

namespace {

/// What SAME adds along one axis: enough that every stride-th position has a window.
std::int64_t same_total(std::int64_t input, std::int64_t size, std::int64_t stride, std::int64_t dilation) {
    const std::int64_t last_start = (input - 1) / stride * stride;
    return std::max<std::int64_t>(last_start + (size - 1) * dilation + 1 - input, 0);
}

} // namespace

Extent2d same_padding_totals(const Window& window, const Shape& image) {
    return {
        same_total(image[1], window.size.height, window.stride.height, window.dilation.height),
        same_total(image[2], window.size.width, window.stride.width, window.dilation.width)};
}

std::optional<tflite::Padding> padding_word(const Window& window, const Shape& image) {
    if (window.padding == Padding2d{}) {
        return tflite::Padding::VALID;
    }
    const auto [height, width] = same_padding_totals(window, image);
    if (window.padding == Padding2d{height / 2, width / 2, height - height / 2, width - width / 2}) {
        return tflite::Padding::SAME;
    }
    return std::nullopt;
}

} // namespace thimble::tflite_export

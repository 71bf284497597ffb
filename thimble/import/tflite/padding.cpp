// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/padding.h"

#include "thimble/core/error.h"

#include <algorithm>

namespace thimble::tflite_import {

namespace {

void check_extents(const Extent2d& extents, const char* role) {
    // Larger values never occur and would overflow products.
    constexpr std::int64_t largest_extent = 1 << 20;
    for (const std::int64_t extent : {extents.height, extents.width}) {
        if (extent < 1 || extent > largest_extent) {
            throw ModelError("E0303", fmt::format("{} is {}, expected 1 to {}", role, extent, largest_extent));
        }
    }
}

std::int64_t same_padding(std::int64_t input, std::int64_t size, std::int64_t stride, std::int64_t dilation) {
    const std::int64_t output = (input + stride - 1) / stride;
    const std::int64_t covered = (output - 1) * stride + (size - 1) * dilation + 1;
    return std::max<std::int64_t>(covered - input, 0);
}

} // namespace

std::vector<std::int64_t> explicit_padding(tflite::Padding padding, const Window& window, const Shape& input) {
    check_extents(window.size, "window size");
    check_extents(window.stride, "stride");
    check_extents(window.dilation, "dilation");
    if (input.rank() != 4) {
        throw ModelError("E0303", fmt::format("input {} has {} axes, expected 4", input.to_string(), input.rank()));
    }
    if (padding == tflite::Padding::VALID) {
        return {0, 0, 0, 0};
    }
    if (padding != tflite::Padding::SAME) {
        throw ModelError("E0303", fmt::format("unknown padding {}", static_cast<int>(padding)));
    }
    const std::int64_t height =
        same_padding(input[1], window.size.height, window.stride.height, window.dilation.height);
    const std::int64_t width = same_padding(input[2], window.size.width, window.stride.width, window.dilation.width);
    return {height / 2, width / 2, height - height / 2, width - width / 2};
}

} // namespace thimble::tflite_import

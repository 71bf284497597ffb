// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/window.h"

#include "thimble/core/error.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

// Far above any image, and small enough that no product of two overflows.
constexpr std::int64_t largest_attribute = 1 << 24;

Integers bounded(const Attributes& attributes, std::string_view name, Integers fallback, std::int64_t lowest) {
    const Integers values = attributes.has(name) ? attributes.get<Integers>(name) : fallback;
    const bool in_range = std::all_of(values.begin(), values.end(), [&](std::int64_t value) {
        return value >= lowest && value <= largest_attribute;
    });
    if (values.size() != fallback.size() || !in_range) {
        throw ModelError(
            "E0422",
            fmt::format(
                "{} is [{}], expected {} values of at least {}", name, fmt::join(values, ", "), fallback.size(), lowest
            )
        );
    }
    return values;
}

Extent2d extent(const Attributes& attributes, std::string_view name, Extent2d fallback) {
    const Integers values = bounded(attributes, name, {fallback.height, fallback.width}, 1);
    return {values[0], values[1]};
}

std::int64_t
output_extent(std::int64_t padded, std::int64_t size, std::int64_t dilation, std::int64_t stride, const char* axis) {
    const std::int64_t reach = (size - 1) * dilation + 1;
    if (padded < reach) {
        throw ModelError("E0421", fmt::format("window reaches over {} {}, padded input has {}", reach, axis, padded));
    }
    return (padded - reach) / stride + 1;
}

} // namespace

AttributeSpec stride_spec() {
    return {.name = "stride", .kind_example = Integers{1, 1}};
}

AttributeSpec padding_spec() {
    return {.name = "padding", .kind_example = Integers{0, 0, 0, 0}};
}

AttributeSpec dilation_spec() {
    return {.name = "dilation", .kind_example = Integers{1, 1}};
}

Window window_attributes(const Attributes& attributes, Extent2d weights_size) {
    const Integers padding = bounded(attributes, "padding", {0, 0, 0, 0}, 0);
    return {
        .size = extent(attributes, "window", weights_size),
        .stride = extent(attributes, "stride", {1, 1}),
        .dilation = extent(attributes, "dilation", {1, 1}),
        .padding = {padding[0], padding[1], padding[2], padding[3]},
    };
}

Extent2d window_output_extent(const Window& window, const Shape& image) {
    const Padding2d& padding = window.padding;
    return {
        output_extent(
            image[1] + padding.top + padding.bottom, window.size.height, window.dilation.height, window.stride.height,
            "rows"
        ),
        output_extent(
            image[2] + padding.left + padding.right, window.size.width, window.dilation.width, window.stride.width,
            "columns"
        ),
    };
}

} // namespace thimble

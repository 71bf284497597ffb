// SPDX-License-Identifier: Apache-2.0
// Convolutions of this machine against the portable ones.
#include "tests/execute/host_case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace thimble {

namespace {

struct Geometry {
    std::int32_t batch = 1;
    std::int32_t height = 5;
    std::int32_t width = 6;
    std::int32_t input_channels = 4;
    std::int32_t output_channels = 8; ///< of depthwise: a multiple of the input's
    std::int32_t kernel_height = 3;
    std::int32_t kernel_width = 3;
    std::int32_t stride_height = 1;
    std::int32_t stride_width = 1;
    std::int32_t dilation_height = 1;
    std::int32_t dilation_width = 1;
    std::int32_t padding_top = 0; ///< as much at the bottom
    std::int32_t padding_left = 0;
    std::int32_t input_zero_point = -3;
    std::int32_t output_zero_point = 5;
    std::int32_t output_min = -128;
    std::int32_t output_max = 127;

    std::int32_t output_height() const {
        return (height + 2 * padding_top - (kernel_height - 1) * dilation_height - 1) / stride_height + 1;
    }

    std::int32_t output_width() const {
        return (width + 2 * padding_left - (kernel_width - 1) * dilation_width - 1) / stride_width + 1;
    }
};

Fields fields(const Geometry& g) {
    return {
        {"batch", g.batch},
        {"input_height", g.height},
        {"input_width", g.width},
        {"input_channels", g.input_channels},
        {"output_height", g.output_height()},
        {"output_width", g.output_width()},
        {"output_channels", g.output_channels},
        {"kernel_height", g.kernel_height},
        {"kernel_width", g.kernel_width},
        {"stride_height", g.stride_height},
        {"stride_width", g.stride_width},
        {"dilation_height", g.dilation_height},
        {"dilation_width", g.dilation_width},
        {"padding_top", g.padding_top},
        {"padding_left", g.padding_left},
        {"input_zero_point", g.input_zero_point},
        {"output_zero_point", g.output_zero_point},
        {"output_min", g.output_min},
        {"output_max", g.output_max},
    };
}

void expect_equal(const std::string& kernel, const Geometry& g, std::int32_t weight_channels, unsigned seed) {
    HostCase host(kernel, fields(g), seed);
    host.input(g.batch * g.height * g.width * g.input_channels)
        .constant(g.kernel_height * g.kernel_width * weight_channels)
        .channel_scales(g.output_channels)
        .output(g.batch * g.output_height() * g.output_width() * g.output_channels);
    host.expect_equal_outputs();
}

void expect_equal_conv2d(const Geometry& g, unsigned seed) {
    expect_equal("conv2d_s8", g, g.input_channels * g.output_channels, seed);
}

void expect_equal_depthwise(const Geometry& g, unsigned seed) {
    expect_equal("depthwise_conv2d_s8", g, g.output_channels, seed);
}

/// Anything that fits the input.
Geometry random_geometry(std::mt19937& random) {
    Geometry g;
    g.batch = random_between(random, 1, 2);
    g.kernel_height = random_between(random, 1, 5);
    g.kernel_width = random_between(random, 1, 5);
    g.dilation_height = random_between(random, 1, 2);
    g.dilation_width = random_between(random, 1, 3);
    g.stride_height = random_between(random, 1, 3);
    g.stride_width = random_between(random, 1, 4);
    g.padding_top = random_between(random, 0, 4);
    g.padding_left = random_between(random, 0, 6);
    g.height = random_between(random, 1, 6) + (g.kernel_height - 1) * g.dilation_height;
    g.width = random_between(random, 1, 9) + (g.kernel_width - 1) * g.dilation_width;
    g.input_zero_point = random_between(random, -128, 127);
    g.output_zero_point = random_between(random, -128, 127);
    g.output_min = random_between(random, -128, 0);
    g.output_max = random_between(random, 0, 127);
    return g;
}

std::string text(const Geometry& g) {
    std::string text;
    for (const auto& [name, value] : fields(g)) {
        text += fmt::format("{} {}, ", name, value);
    }
    return text;
}

} // namespace

TEST(HostConv2d, EqualsThePortableKernelForAllChannelCounts) {
    for (std::int32_t channels = 1; channels <= 70; ++channels) {
        SCOPED_TRACE(channels);
        Geometry g;
        g.input_channels = channels;
        g.output_channels = 71 - channels;
        expect_equal_conv2d(g, 1);
        g.kernel_height = 1;
        g.kernel_width = 1;
        expect_equal_conv2d(g, 2);
    }
}

TEST(HostConv2d, EqualsThePortableKernelForAllPixelCounts) {
    for (std::int32_t width = 1; width <= 20; ++width) {
        for (const std::int32_t channels : {16, 32, 48, 64, 80, 150}) {
            SCOPED_TRACE(fmt::format("{} pixels, {} channels", width, channels));
            Geometry g;
            g.kernel_height = 1;
            g.kernel_width = 1;
            g.height = 1;
            g.width = width;
            g.output_channels = channels;
            expect_equal_conv2d(g, 3);
        }
    }
}

TEST(HostConv2d, EqualsThePortableKernelForAnyGeometry) {
    std::mt19937 random(7);
    for (unsigned seed = 0; seed < 400; ++seed) {
        Geometry g = random_geometry(random);
        g.input_channels = random_between(random, 1, 20);
        g.output_channels = random_between(random, 1, 40);
        SCOPED_TRACE(text(g));
        expect_equal_conv2d(g, seed);
    }
}

TEST(HostDepthwiseConv2d, EqualsThePortableKernelForAllChannelCounts) {
    for (std::int32_t channels = 1; channels <= 70; ++channels) {
        for (std::int32_t stride = 1; stride <= 2; ++stride) {
            SCOPED_TRACE(fmt::format("{} channels, stride {}", channels, stride));
            Geometry g;
            g.input_channels = channels;
            g.output_channels = channels;
            g.stride_height = stride;
            g.stride_width = stride;
            g.padding_top = 1;
            g.padding_left = 1;
            expect_equal_depthwise(g, 4);
        }
    }
}

TEST(HostDepthwiseConv2d, EqualsThePortableKernelForManyChannels) {
    for (const std::int32_t channels : {96, 128, 200, 256, 1023}) {
        SCOPED_TRACE(channels);
        Geometry g;
        g.input_channels = channels;
        g.output_channels = channels;
        expect_equal_depthwise(g, 5);
    }
}

TEST(HostDepthwiseConv2d, EqualsThePortableKernelForAnyGeometry) {
    std::mt19937 random(8);
    for (unsigned seed = 0; seed < 400; ++seed) {
        Geometry g = random_geometry(random);
        g.input_channels = random_between(random, 1, 20);
        g.output_channels = g.input_channels * random_between(random, 1, 4);
        SCOPED_TRACE(text(g));
        expect_equal_depthwise(g, seed);
    }
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/device/case_name.h"
#include "tests/device/convolution_case.h"

namespace thimble {

namespace {

std::vector<ConvolutionCase> depthwise_cases() {
    std::vector<ConvolutionCase> cases = shared_convolution_cases();
    const std::vector<ConvolutionCase> more = {
        {.name = "MultiplierThree", .input = {1, 6, 6, 5}, .output_channels = 15, .padding = {1, 1, 1, 1}},
        {.name = "MultiplierEightOfOne", .input = {1, 6, 6, 1}, .output_channels = 8, .padding = {1, 1, 1, 1}},
        {.name = "FiveByFive",
         .input = {1, 8, 8, 10},
         .output_channels = 10,
         .kernel = {5, 5},
         .padding = {2, 2, 2, 2}},
        {.name = "WideRow", .input = {1, 3, 30, 8}, .output_channels = 8, .padding = {1, 1, 1, 1}},
        {.name = "DilatedMultiplierTwo",
         .input = {1, 9, 9, 3},
         .output_channels = 6,
         .dilation = {2, 2},
         .padding = {2, 2, 2, 2}},
        {.name = "StridedTimeSeries",
         .input = {1, 1, 40, 6},
         .output_channels = 6,
         .kernel = {1, 9},
         .stride = {1, 2},
         .padding = {0, 4, 0, 4}},
    };
    cases.insert(cases.end(), more.begin(), more.end());
    return cases;
}

bool takes_planes(const ConvolutionCase& convolution, Core core) {
    const bool has_short_shifts = convolution.scales != WeightScales::per_channel;
    return core == Core::armv7em && has_short_shifts && convolution.output_channels % 4 == 0 &&
           convolution.input[3] == convolution.output_channels && convolution.kernel[0] * convolution.kernel[1] <= 16;
}

class DepthwiseConv2dS8 : public ::testing::TestWithParam<std::tuple<ConvolutionCase, Core>> {};

class DepthwiseConv2dF32 : public ::testing::TestWithParam<ConvolutionCase> {};

} // namespace

TEST_P(DepthwiseConv2dS8, EqualsReference) {
    const auto& [convolution, core] = GetParam();
    const NodeUnderTest node = convolution_s8("depthwise_conv2d", convolution);
    const bool has_kernel = core != Core::armv6m || convolution.dilation[1] == 1;
    const std::string function = takes_planes(convolution, core) ? "depthwise_planes_s8" : "depthwise_conv2d_s8";
    expect_reference_outputs(node, core, kernel_for(has_kernel ? core : Core::portable, function));
}

TEST_P(DepthwiseConv2dF32, IsCloseToReference) {
    const NodeUnderTest node = convolution_f32("depthwise_conv2d", GetParam());
    expect_reference_outputs(node, Core::portable, "depthwise_conv2d_f32");
}

INSTANTIATE_TEST_SUITE_P(
    Device, DepthwiseConv2dS8,
    ::testing::Combine(::testing::ValuesIn(with_short_shifts(depthwise_cases())), every_core()), case_and_core
);
INSTANTIATE_TEST_SUITE_P(Device, DepthwiseConv2dF32, ::testing::ValuesIn(depthwise_cases()), case_only);

} // namespace thimble

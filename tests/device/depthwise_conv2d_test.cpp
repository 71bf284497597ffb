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

/// Kernels of 3x3 that the planes of four channels serve, an output channel for each input channel.
std::vector<ConvolutionCase> three_by_three_cases() {
    std::vector<ConvolutionCase> cases = rows_of_three_cases();
    for (ConvolutionCase& convolution : shared_convolution_cases()) {
        const bool has_size = convolution.kernel == std::array<std::int64_t, 2>{3, 3};
        const bool is_dense = convolution.dilation == std::vector<std::int64_t>{1, 1};
        const bool is_square = convolution.stride[0] == convolution.stride[1];
        const bool is_scaled = convolution.name != "MultiplierAboveOne";
        if (has_size && is_dense && is_square && is_scaled && convolution.padding[1] <= 1) {
            convolution.input = {convolution.input[0], convolution.input[1], convolution.input[2], 8};
            convolution.output_channels = 8;
            cases.push_back(convolution);
        }
    }
    return cases;
}

bool has_two_columns(const ConvolutionCase& convolution) {
    const std::int64_t padded = convolution.input[2] + convolution.padding[1] + convolution.padding[3];
    return (padded - convolution.kernel[1]) / convolution.stride[1] + 1 >= 2;
}

class DepthwiseThreeByThreeS8 : public ::testing::TestWithParam<ConvolutionCase> {};

bool takes_planes(const ConvolutionCase& convolution, Core core) {
    const bool has_short_shifts = convolution.scales != WeightScales::per_channel;
    return core == Core::armv7em && has_short_shifts && convolution.output_channels % 4 == 0 &&
           convolution.input[3] == convolution.output_channels && convolution.kernel[0] * convolution.kernel[1] <= 16;
}

class DepthwiseConv2dS8 : public ::testing::TestWithParam<std::tuple<ConvolutionCase, Core>> {};

class DepthwiseConv2dF32 : public ::testing::TestWithParam<ConvolutionCase> {};

} // namespace

TEST_P(DepthwiseConv2dS8, EqualsReference) {
    auto [convolution, core] = GetParam();
    convolution.weights = core == Core::armv7em ? Weights::computed : Weights::any;
    const NodeUnderTest node = convolution_s8("depthwise_conv2d", convolution);
    const bool has_kernel = convolution.dilation[1] == 1 || (core != Core::armv6m && core != Core::helium);
    const Core kernel = has_kernel ? core : core == Core::helium ? Core::armv7em : Core::portable;
    const std::string function = takes_planes(convolution, kernel) ? "depthwise_planes_s8" : "depthwise_conv2d_s8";
    expect_reference_outputs(node, core, kernel_for(kernel, function));
}

TEST_P(DepthwiseThreeByThreeS8, EqualsReference) {
    const std::string kernel = has_two_columns(GetParam()) ? "depthwise_three_by_three_s8" : "depthwise_conv2d_s8";
    expect_reference_outputs(
        convolution_s8("depthwise_conv2d", GetParam()), Core::armv7em, kernel_for(Core::armv7em, kernel)
    );
}

TEST_P(DepthwiseConv2dF32, IsCloseToReference) {
    const NodeUnderTest node = convolution_f32("depthwise_conv2d", GetParam());
    expect_reference_outputs(node, Core::portable, "depthwise_conv2d_f32");
}

INSTANTIATE_TEST_SUITE_P(
    Device, DepthwiseConv2dS8,
    ::testing::Combine(::testing::ValuesIn(with_short_shifts(depthwise_cases())), every_core()), case_and_core
);
INSTANTIATE_TEST_SUITE_P(Device, DepthwiseThreeByThreeS8, ::testing::ValuesIn(three_by_three_cases()), case_only);
INSTANTIATE_TEST_SUITE_P(Device, DepthwiseConv2dF32, ::testing::ValuesIn(depthwise_cases()), case_only);

} // namespace thimble

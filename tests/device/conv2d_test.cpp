// SPDX-License-Identifier: Apache-2.0
#include "tests/device/case_name.h"
#include "tests/device/convolution_case.h"

namespace thimble {

namespace {

std::vector<ConvolutionCase> conv2d_cases() {
    std::vector<ConvolutionCase> cases = shared_convolution_cases();
    const std::vector<ConvolutionCase> more = {
        {.name = "FewerOutputsThanInputs", .input = {1, 5, 5, 17}, .output_channels = 3, .padding = {1, 1, 1, 1}},
        {.name = "OneOutputChannel", .input = {1, 5, 5, 6}, .output_channels = 1},
        {.name = "OddOutputs", .input = {1, 5, 5, 8}, .output_channels = 11, .kernel = {1, 1}},
        {.name = "RowsOfThirtyThree", .input = {1, 4, 11, 3}, .output_channels = 5, .kernel = {2, 11}},
    };
    cases.insert(cases.end(), more.begin(), more.end());
    return cases;
}

/// Convolutions in groups, which the kernels over volumes serve.
std::vector<ConvolutionCase> grouped_cases() {
    return {
        {.name = "TwoGroups", .groups = 2},
        {.name = "GroupsOfOne", .input = {1, 5, 5, 4}, .output_channels = 12, .padding = {1, 1, 1, 1}, .groups = 4},
        {.name = "GroupsStridedAndDilated",
         .input = {2, 11, 10, 6},
         .output_channels = 9,
         .stride = {2, 1},
         .dilation = {2, 3},
         .padding = {2, 3, 1, 0},
         .groups = 3,
         .activation = {0.0, 6.0}},
    };
}

class Conv2dS8 : public ::testing::TestWithParam<std::tuple<ConvolutionCase, Core>> {};

/// The kernel that takes arranged weights where their scales and the memory allow it.
std::string kernel_of_arranged(const ConvolutionCase& convolution) {
    if (convolution.name == "MultiplierAboveOne" || convolution.name == "ManyChannels") {
        return "armv7em/conv2d_s8";
    }
    const std::int64_t channels = convolution.input[3];
    const bool is_dense = convolution.dilation == std::vector<std::int64_t>{1, 1};
    const bool has_whole_words = convolution.kernel[1] * channels % 4 == 0;
    return channels <= 3 && is_dense && !has_whole_words ? "armv7em/conv2d_column_strips_s8"
                                                         : "armv7em/conv2d_channel_pairs_s8";
}

std::vector<ConvolutionCase> arranged_cases() {
    std::vector<ConvolutionCase> cases = conv2d_cases();
    const std::vector<ConvolutionCase> more = {
        {.name = "TwoInputs", .input = {2, 7, 6, 2}, .output_channels = 5, .padding = {1, 1, 1, 1}},
        {.name = "PaddingBeyondTheStrip", .input = {1, 3, 2, 3}, .padding = {2, 4, 2, 0}},
        {.name = "ColumnsLeftOver", .input = {1, 6, 11, 3}, .stride = {2, 4}, .padding = {0, 0, 1, 0}},
        {.name = "DensePixelsLeftOver", .input = {2, 3, 5, 16}, .output_channels = 6, .kernel = {1, 1}},
    };
    cases.insert(cases.end(), more.begin(), more.end());
    for (ConvolutionCase& convolution : cases) {
        convolution.weights = Weights::symmetric;
    }
    return cases;
}

class Conv2dArrangedS8 : public ::testing::TestWithParam<ConvolutionCase> {};

class Conv2dF32 : public ::testing::TestWithParam<ConvolutionCase> {};

} // namespace

TEST_P(Conv2dS8, EqualsReference) {
    auto [convolution, core] = GetParam();
    convolution.weights = core == Core::armv7em ? Weights::computed : Weights::any;
    expect_reference_outputs(convolution_s8("conv2d", convolution), core, kernel_for(core, "conv2d_s8"));
}

TEST_P(Conv2dArrangedS8, EqualsReference) {
    expect_reference_outputs(convolution_s8("conv2d", GetParam()), Core::armv7em, kernel_of_arranged(GetParam()));
}

TEST_P(Conv2dF32, IsCloseToReference) {
    expect_reference_outputs(convolution_f32("conv2d", GetParam()), Core::portable, "conv2d_f32");
}

class Conv2dInGroups : public ::testing::TestWithParam<ConvolutionCase> {};

TEST_P(Conv2dInGroups, EqualsReference) {
    expect_reference_outputs(convolution_s8("conv2d", GetParam()), Core::armv7em, "conv3d_s8");
    expect_reference_outputs(convolution_f32("conv2d", GetParam()), Core::portable, "conv3d_f32");
}

INSTANTIATE_TEST_SUITE_P(Device, Conv2dInGroups, ::testing::ValuesIn(grouped_cases()), case_only);

INSTANTIATE_TEST_SUITE_P(
    Device, Conv2dS8, ::testing::Combine(::testing::ValuesIn(with_short_shifts(conv2d_cases())), every_core()),
    case_and_core
);
INSTANTIATE_TEST_SUITE_P(Device, Conv2dArrangedS8, ::testing::ValuesIn(arranged_cases()), case_only);
INSTANTIATE_TEST_SUITE_P(Device, Conv2dF32, ::testing::ValuesIn(conv2d_cases()), case_only);

} // namespace thimble

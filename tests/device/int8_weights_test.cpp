// SPDX-License-Identifier: Apache-2.0
// The kernels on float32 activations with int8 weights against their references.
#include "tests/device/case_name.h"
#include "tests/device/convolution_case.h"

namespace thimble {

namespace {

class Int8WeightsConvolution : public ::testing::TestWithParam<ConvolutionCase> {};

} // namespace

TEST_P(Int8WeightsConvolution, Conv2dIsCloseToReference) {
    expect_reference_outputs(convolution_f32_w8("conv2d", GetParam()), Core::portable, "conv2d_f32_w8");
}

TEST_P(Int8WeightsConvolution, DepthwiseConv2dIsCloseToReference) {
    const NodeUnderTest node = convolution_f32_w8("depthwise_conv2d", GetParam());
    expect_reference_outputs(node, Core::portable, "depthwise_conv2d_f32_w8");
}

INSTANTIATE_TEST_SUITE_P(Device, Int8WeightsConvolution, ::testing::ValuesIn(shared_convolution_cases()), case_only);

TEST(Int8Weights, FullyConnectedIsCloseToReference) {
    const Quantization per_row = {{0.01F, 0.02F, 0.001F, 0.03F, 1e-6F}, {0, 0, 0, 0, 0}, 0};
    for (const Quantization& weights : {affine(0.01F, 0), per_row}) {
        NodeUnderTest node("fully_connected", {{"activation", std::vector{0.0, 6.0}}});
        node.input(DataType::float32, {3, 37})
            .constant(DataType::int8, {5, 37}, weights)
            .constant(DataType::float32, {5})
            .output(DataType::float32);
        expect_reference_outputs(node, Core::portable, "fully_connected_f32_w8");
    }
}

} // namespace thimble

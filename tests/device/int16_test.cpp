// SPDX-License-Identifier: Apache-2.0
// The kernels on int16 activations against their references.
#include "tests/device/case_name.h"
#include "tests/device/convolution_case.h"

#include <limits>
#include <numeric>

namespace thimble {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Width of the accumulators, which the bias decides.
enum class Bias : std::uint8_t { wide, narrow };

std::vector<ConvolutionCase> int16_convolution_cases() {
    std::vector<ConvolutionCase> cases;
    for (ConvolutionCase convolution : shared_convolution_cases()) {
        // A factor of 2^7 and more is not for 64-bit accumulators; zero points are 0.
        convolution.output_scale = convolution.name == "MultiplierAboveOne" ? 1e-4F : convolution.output_scale / 256.0F;
        cases.push_back(convolution);
    }
    return cases;
}

void expect_convolution(const std::string& op, const ConvolutionCase& convolution, Bias bias) {
    const bool is_wide = bias == Bias::wide && (convolution.bias == BiasKind::constant || op != "conv2d");
    if (bias == Bias::narrow && convolution.bias == BiasKind::absent && op != "conv2d") {
        GTEST_SKIP() << "without a bias accumulators are wide";
    }
    const DataType bias_type = bias == Bias::wide ? DataType::int64 : DataType::int32;
    const NodeUnderTest node = convolution_s16(op, convolution, bias_type);
    expect_reference_outputs(node, Core::portable, op + (is_wide ? "_s16" : "_s16_bias32"));
}

class Int16Convolution : public ::testing::TestWithParam<ConvolutionCase> {};

Tensor every_int16(float scale) {
    std::vector<std::int16_t> values(65536);
    std::iota(values.begin(), values.end(), std::int16_t{-32768});
    return Tensor::of<std::int16_t>({65536}, values, affine(scale, 0));
}

void expect_fully_connected(DataType bias_type, const Quantization& weights, const std::string& kernel) {
    for (const std::vector<double>& activation : {std::vector{-infinity, infinity}, std::vector{0.0, infinity}}) {
        NodeUnderTest node("fully_connected", {{"activation", activation}});
        node.input(DataType::int16, {3, 37}, affine(0.0001F, 0))
            .constant(DataType::int8, {5, 37}, weights)
            .constant(bias_type, {5})
            .output(DataType::int16, affine(0.0004F, 0));
        expect_reference_outputs(node, Core::portable, kernel);
    }
}

} // namespace

TEST_P(Int16Convolution, Conv2dEqualsReference) {
    expect_convolution("conv2d", GetParam(), Bias::wide);
}

TEST_P(Int16Convolution, Conv2dWithNarrowBiasEqualsReference) {
    expect_convolution("conv2d", GetParam(), Bias::narrow);
}

TEST_P(Int16Convolution, DepthwiseConv2dEqualsReference) {
    expect_convolution("depthwise_conv2d", GetParam(), Bias::wide);
}

TEST_P(Int16Convolution, DepthwiseConv2dWithNarrowBiasEqualsReference) {
    expect_convolution("depthwise_conv2d", GetParam(), Bias::narrow);
}

INSTANTIATE_TEST_SUITE_P(Device, Int16Convolution, ::testing::ValuesIn(int16_convolution_cases()), case_only);

TEST(Int16, FullyConnectedEqualsReference) {
    const Quantization per_row = {{0.01F, 0.02F, 0.001F, 0.03F, 1e-6F}, {0, 0, 0, 0, 0}, 0};
    expect_fully_connected(DataType::int64, affine(0.01F, 0), "fully_connected_s16");
    expect_fully_connected(DataType::int32, affine(0.01F, 0), "fully_connected_s16_bias32");
    expect_fully_connected(DataType::int64, per_row, "conv2d_s16");
    expect_fully_connected(DataType::int32, per_row, "conv2d_s16_bias32");
}

TEST(Int16, PairsEqualReference) {
    for (const std::string op : {"add", "sub", "mul"}) {
        for (const Shape& second : {Shape{2, 3, 4, 5}, Shape{5}, Shape{3, 1, 1}}) {
            for (const float second_scale : {0.0005F, 0.001F, 3e-7F}) {
                NodeUnderTest node(op, {{"activation", std::vector{-20.0, 15.0}}});
                node.input(DataType::int16, {2, 3, 4, 5}, affine(0.001F, 0))
                    .input(DataType::int16, second, affine(second_scale, 0))
                    .output(DataType::int16, affine(0.0012F, 0));
                expect_reference_outputs(node, Core::portable, op + "_s16");
            }
        }
    }
}

TEST(Int16, PoolsEqualReference) {
    for (const std::string op : {"average_pool2d", "max_pool2d"}) {
        for (const std::int64_t padding : {0, 1}) {
            NodeUnderTest node(
                op, {{"window", std::vector<std::int64_t>{3, 2}},
                     {"stride", std::vector<std::int64_t>{2, 1}},
                     {"padding", std::vector<std::int64_t>{padding, padding, padding, padding}},
                     {"activation", std::vector{-20.0, infinity}}}
            );
            node.input(DataType::int16, {2, 7, 6, 5}, affine(0.001F, 0)).output(DataType::int16, affine(0.001F, 0));
            expect_reference_outputs(node, Core::portable, op + "_s16");
        }
    }
}

TEST(Int16, ReductionsEqualReference) {
    for (const std::string op : {"mean", "reduce_sum"}) {
        for (const std::vector<std::int64_t>& axes : {std::vector<std::int64_t>{1, 2}, {0}, {3}}) {
            NodeUnderTest node(op, {{"axes", axes}});
            node.input(DataType::int16, {2, 5, 6, 7}, affine(0.001F, 0)).output(DataType::int16, affine(0.0007F, 0));
            expect_reference_outputs(node, Core::portable, op + "_s16");
        }
    }
}

TEST(Int16, EveryValueOfClipAndLeakyReluEqualsReference) {
    for (const float scale : {0.0004F, 0.001F, 0.02F}) {
        NodeUnderTest clip("clip", {{"minimum", 0.0}, {"maximum", 6.0}});
        clip.input(every_int16(0.001F)).output(DataType::int16, affine(scale, 0));
        expect_reference_outputs(clip, Core::portable, "clip_s16");
        NodeUnderTest leaky_relu("leaky_relu", {{"alpha", 0.3}});
        leaky_relu.input(every_int16(0.001F)).output(DataType::int16, affine(scale, 0));
        expect_reference_outputs(leaky_relu, Core::portable, "leaky_relu_s16");
    }
}

TEST(Int16, EveryValueOfLogisticAndTanhEqualsReference) {
    // A power of two that is applied exactly by one or by both, and others.
    for (const float scale : {1.0F / 4096.0F, 1.0F / 2048.0F, 1.0F / 8192.0F, 0.0003F, 0.004F, 2.0F, 1e-9F}) {
        for (const std::string op : {"logistic", "tanh"}) {
            NodeUnderTest node(op, {});
            node.input(every_int16(scale)).output(DataType::int16, affine(1.0F / 32768.0F, 0));
            expect_reference_outputs(node, Core::portable, op + "_s16");
        }
    }
}

TEST(Int16, SoftmaxEqualsReference) {
    for (const Shape& shape : {Shape{40, 6}, Shape{3, 1}, Shape{2, 1000}, Shape{1, 3, 4, 5}}) {
        for (const float scale : {1e-6F, 0.0001F, 0.001F, 0.1F, 8.0F}) {
            for (const double beta : {1.0, 0.5}) {
                NodeUnderTest node("softmax", {{"beta", beta}});
                node.input(DataType::int16, shape, affine(scale, 0))
                    .output(DataType::int16, affine(1.0F / 32768.0F, 0));
                expect_reference_outputs(node, Core::portable, "softmax_s16");
            }
        }
    }
}

TEST(Int16, SoftmaxOfInt8EqualsReference) {
    for (const Shape& shape : {Shape{40, 6}, Shape{3, 1}, Shape{2, 1000}}) {
        for (const float scale : {0.001F, 0.1F, 2.0F}) {
            NodeUnderTest node("softmax", {});
            node.input(DataType::int8, shape, affine(scale, 4))
                .output(DataType::int16, affine(1.0F / 65536.0F, -32768));
            expect_reference_outputs(node, Core::portable, "softmax_s8_s16");
        }
    }
}

} // namespace thimble

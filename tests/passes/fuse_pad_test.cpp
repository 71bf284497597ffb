// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/fuse_pad.h"

namespace thimble {
namespace {

constexpr const char* float_convolution = R"(input %x: float32[1, 3, 3, 1]
    constant %w: float32[1, 2, 2, 1] = [1, -2, 0.5, 3]
    )";

TEST(FusePad, FusesIntoFloatConvolution) {
    expect_rewrite(
        fuse_pad, std::string(float_convolution) + R"(
            %p: float32[1, 6, 8, 1] = pad "pad" (%x) {padding = [0, 0, 1, 2, 3, 2, 0, 0]}
            %y: float32[1, 5, 7, 1] = conv2d "c" (%p, %w)
            output %y)",
        std::string(float_convolution) + R"(
            %y: float32[1, 5, 7, 1] = conv2d "c" (%x, %w) {padding = [1, 3, 2, 2]}
            output %y)"
    );
}

TEST(FusePad, AddsToThePaddingThatIsThere) {
    expect_rewrite(
        fuse_pad, std::string(float_convolution) + R"(
            %p: float32[1, 4, 3, 1] = pad "pad" (%x) {padding = [0, 0, 1, 0, 0, 0, 0, 0]}
            %y: float32[1, 2, 3, 1] = conv2d "c" (%p, %w) {padding = [0, 1, 1, 1], stride = [2, 1], dilation = [2, 2]}
            output %y)",
        std::string(float_convolution) + R"(
            %y: float32[1, 2, 3, 1] = conv2d "c" (%x, %w) {padding = [1, 1, 1, 1], stride = [2, 1], dilation = [2, 2]}
            output %y)"
    );
}

TEST(FusePad, FusesIntoInt8DepthwiseConvolutionWithItsZeroPoint) {
    const std::string constants = R"(input %x: int8[1, 3, 3, 2] q(0.5, 7)
        constant %w: int8[1, 2, 2, 2] q([0.01, 0.02], [0, 0], axis 3) = [50, -60, 70, 80, -90, 100, 127, -128]
        )";
    expect_rewrite(
        fuse_pad, constants + R"(%p: int8[1, 5, 5, 2] q(0.5, 7) = pad "pad" (%x) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
            %y: int8[1, 4, 4, 2] q(0.25, -3) = depthwise_conv2d "d" (%p, %w)
            output %y)",
        constants + R"(%y: int8[1, 4, 4, 2] q(0.25, -3) = depthwise_conv2d "d" (%x, %w) {padding = [1, 1, 1, 1]}
            output %y)"
    );
}

TEST(FusePad, FusesIntoAllReadersAndThroughPadsInARow) {
    expect_rewrite(
        fuse_pad, std::string(float_convolution) + R"(
            %p: float32[1, 4, 3, 1] = pad "first" (%x) {padding = [0, 0, 1, 0, 0, 0, 0, 0]}
            %q: float32[1, 4, 4, 1] = pad "second" (%p) {padding = [0, 0, 0, 0, 0, 1, 0, 0]}
            %a: float32[1, 3, 3, 1] = conv2d "a" (%q, %w)
            %b: float32[1, 3, 3, 1] = conv2d "b" (%q, %w) {activation = [0.0, inf]}
            output %a
            output %b)",
        std::string(float_convolution) + R"(
            %a: float32[1, 3, 3, 1] = conv2d "a" (%x, %w) {padding = [1, 0, 0, 1]}
            %b: float32[1, 3, 3, 1] = conv2d "b" (%x, %w) {activation = [0.0, inf], padding = [1, 0, 0, 1]}
            output %a
            output %b)"
    );
}

TEST(FusePad, FusesIntoMaxPoolOfValuesThatAreNeverNegative) {
    expect_rewrite(
        fuse_pad,
        R"(input %x: int8[1, 3, 3, 1] q(0.5, -100)
           %a: int8[1, 3, 3, 1] q(0.5, -100) = add "n" (%x, %x) {activation = [0.0, inf]}
           %p: int8[1, 5, 5, 1] q(0.5, -100) = pad "pad" (%a) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %y: int8[1, 2, 2, 1] q(0.5, -100) = max_pool2d "m" (%p) {window = [3, 3], stride = [2, 2]}
           output %y)",
        R"(input %x: int8[1, 3, 3, 1] q(0.5, -100)
           %a: int8[1, 3, 3, 1] q(0.5, -100) = add "n" (%x, %x) {activation = [0.0, inf]}
           %y: int8[1, 2, 2, 1] q(0.5, -100) = max_pool2d "m" (%a) {window = [3, 3], stride = [2, 2], padding = [1, 1, 1, 1]}
           output %y)"
    );
}

TEST(FusePad, LeavesMaxPoolOfValuesThatMayBeNegative) {
    expect_unchanged(
        fuse_pad,
        R"(input %x: float32[1, 3, 3, 1]
           %p: float32[1, 5, 5, 1] = pad "pad" (%x) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %y: float32[1, 3, 3, 1] = max_pool2d "m" (%p) {window = [3, 3]}
           output %y)"
    );
    expect_unchanged(
        fuse_pad,
        R"(input %x: float32[1, 3, 3, 1]
           %a: float32[1, 3, 3, 1] = clip "leaks" (%x) {minimum = -0.5}
           %p: float32[1, 5, 5, 1] = pad "pad" (%a) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %y: float32[1, 3, 3, 1] = max_pool2d "m" (%p) {window = [3, 3]}
           output %y)"
    );
}

TEST(FusePad, LeavesMaxPoolWhoseWindowsWouldHoldPaddingOnly) {
    expect_unchanged(
        fuse_pad,
        R"(input %x: float32[1, 3, 3, 1]
           %a: float32[1, 3, 3, 1] = clip "relu" (%x) {minimum = 0.0}
           %p: float32[1, 5, 3, 1] = pad "pad" (%a) {padding = [0, 0, 2, 0, 0, 0, 0, 0]}
           %y: float32[1, 4, 2, 1] = max_pool2d "m" (%p) {window = [2, 2]}
           output %y)"
    );
}

TEST(FusePad, LeavesAveragePool) {
    expect_unchanged(
        fuse_pad,
        R"(input %x: float32[1, 3, 3, 1]
           %a: float32[1, 3, 3, 1] = clip "relu" (%x) {minimum = 0.0}
           %p: float32[1, 5, 5, 1] = pad "pad" (%a) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %y: float32[1, 3, 3, 1] = average_pool2d "m" (%p) {window = [3, 3]}
           output %y)"
    );
}

TEST(FusePad, LeavesPadsOfChannelsOrBatch) {
    expect_unchanged(
        fuse_pad,
        R"(input %x: float32[1, 3, 3, 1]
           constant %w: float32[1, 2, 2, 2] = [1, -2, 0.5, 3, 1, 2, 3, 4]
           %p: float32[1, 3, 3, 2] = pad "pad" (%x) {padding = [0, 0, 0, 0, 0, 0, 0, 1]}
           %y: float32[1, 2, 2, 1] = conv2d "c" (%p, %w)
           output %y)"
    );
    expect_unchanged(fuse_pad, std::string(float_convolution) + R"(
           %p: float32[2, 3, 3, 1] = pad "pad" (%x) {padding = [1, 0, 0, 0, 0, 0, 0, 0]}
           %y: float32[2, 2, 2, 1] = conv2d "c" (%p, %w)
           output %y)");
}

TEST(FusePad, LeavesPadsThatSomeoneElseNeeds) {
    expect_unchanged(fuse_pad, std::string(float_convolution) + R"(
           %p: float32[1, 4, 4, 1] = pad "pad" (%x) {padding = [0, 0, 1, 0, 1, 0, 0, 0]}
           %a: float32[1, 3, 3, 1] = conv2d "c" (%p, %w)
           %b: float32[1, 4, 4, 1] = clip "other" (%p) {minimum = 0.0}
           output %a
           output %b)");
    expect_unchanged(fuse_pad, std::string(float_convolution) + R"(
           %p: float32[1, 4, 4, 1] = pad "pad" (%x) {padding = [0, 0, 1, 0, 1, 0, 0, 0]}
           %a: float32[1, 3, 3, 1] = conv2d "c" (%p, %w)
           output %a
           output %p)");
}

TEST(FusePad, LeavesPaddedWeights) {
    expect_unchanged(
        fuse_pad,
        R"(input %x: float32[1, 4, 4, 1]
           input %w: float32[1, 2, 2, 1]
           %p: float32[1, 3, 3, 1] = pad "pad" (%w) {padding = [0, 0, 1, 0, 1, 0, 0, 0]}
           %y: float32[1, 2, 2, 1] = conv2d "c" (%x, %p)
           output %y)"
    );
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/fuse_activation.h"

namespace thimble {
namespace {

constexpr const char* convolution_constants = R"(
    constant %w: int8[2, 1, 1, 2] q([0.02, 0.05], [0, 0], axis 0) = [90, -70, 33, 127]
    constant %b: int32[2] = [40, -200])";

TEST(FuseActivation, FusesReluIntoFloatConvolution) {
    const std::string constants = "input %x: float32[1, 3, 3, 1]\n"
                                  "constant %w: float32[2, 2, 2, 1] = [1, -2, 0.5, 3, -1, 1, 1, -1]\n";
    expect_rewrite(
        fuse_activation, constants + R"(%a: float32[1, 2, 2, 2] = conv2d "c" (%x, %w)
            %y: float32[1, 2, 2, 2] = clip "relu" (%a) {minimum = 0.0}
            output %y)",
        constants + R"(%y: float32[1, 2, 2, 2] = conv2d "c" (%x, %w) {activation = [0.0, inf]}
            output %y)"
    );
}

TEST(FuseActivation, FusesIntoInt8ConvolutionOfEqualQuantization) {
    const std::string constants = std::string("input %x: int8[1, 2, 2, 2] q(0.05, 3)\n") + convolution_constants;
    expect_rewrite(
        fuse_activation, constants + R"(%a: int8[1, 2, 2, 2] q(0.07, -11) = conv2d "c" (%x, %w, %b)
            %y: int8[1, 2, 2, 2] q(0.07, -11) = clip "relu6" (%a) {minimum = 0.0, maximum = 6.0}
            output %y)",
        constants + R"(%y: int8[1, 2, 2, 2] q(0.07, -11) = conv2d "c" (%x, %w, %b) {activation = [0.0, 6.0]}
            output %y)"
    );
}

TEST(FuseActivation, FusesIntoEveryOperatorWithAnActivation) {
    const auto expect_fused = [](const std::string& inputs, const std::string& call, const std::string& attributes) {
        const std::string separator = attributes.empty() ? "" : ", ";
        expect_rewrite(
            fuse_activation,
            inputs + "%a: int8[1, 2, 2, 1] q(0.5, -20) = " + call + " {" + attributes + separator +
                "activation = [-inf, inf]}\n" +
                "%y: int8[1, 2, 2, 1] q(0.5, -20) = clip \"c\" (%a) {minimum = -1.0, maximum = 1.0}\noutput %y",
            inputs + "%y: int8[1, 2, 2, 1] q(0.5, -20) = " + call + " {" + attributes + separator +
                "activation = [-1.0, 1.0]}\noutput %y"
        );
    };
    const std::string x = "input %x: int8[1, 2, 2, 1] q(0.5, -20)\n";
    const std::string w = x + "constant %w: int8[1, 1, 1, 1] q(0.01, 0) = [77]\n";
    expect_fused(x, "add \"n\" (%x, %x)", "");
    expect_fused(w, "conv2d \"n\" (%x, %w)", "");
    expect_fused(w, "depthwise_conv2d \"n\" (%x, %w)", "");
    expect_fused(x + "constant %w: int8[1, 1] q(0.01, 0) = [77]\n", "fully_connected \"n\" (%x, %w)", "keep_dims = 1");
    const std::string large = "input %x: int8[1, 3, 3, 1] q(0.5, -20)\n";
    expect_fused(large, "average_pool2d \"n\" (%x)", "window = [2, 2]");
    expect_fused(large, "max_pool2d \"n\" (%x)", "window = [2, 2]");
}

TEST(FuseActivation, ComposesRanges) {
    const std::string input = "input %x: float32[4]\n";
    expect_rewrite(
        fuse_activation, input + R"(%a: float32[4] = add "n" (%x, %x) {activation = [-2.0, 3.0]}
            %b: float32[4] = clip "first" (%a) {minimum = -1.0}
            %y: float32[4] = clip "second" (%b) {minimum = -5.0, maximum = 2.0}
            output %y)",
        input + "%y: float32[4] = add \"n\" (%x, %x) {activation = [-1.0, 2.0]}\noutput %y"
    );
    expect_rewrite(
        fuse_activation, input + R"(%a: float32[4] = add "n" (%x, %x) {activation = [-2.0, -1.0]}
            %y: float32[4] = clip "disjoint" (%a) {minimum = 0.0, maximum = 6.0}
            output %y)",
        input + "%y: float32[4] = add \"n\" (%x, %x) {activation = [0.0, 0.0]}\noutput %y"
    );
}

// Bounds that fall between stored values, beyond the int8 range, on either side of each other.
TEST(FuseActivation, Int8BoundsRoundAlikeBeforeAndAfter) {
    for (const double low : {-100.0, -0.26, 0.0, 0.249, 0.25, 3.1, 100.0}) {
        for (const double high : {-0.25, 0.0, 0.74, 6.0, 1000.0}) {
            if (low > high) {
                continue;
            }
            Graph graph = parse_graph(as_graph_text(R"(input %x: int8[64] q(0.3, 5)
                %a: int8[64] q(0.5, -20) = add "n" (%x, %x) {activation = [-0.75, 2.8]}
                %y: int8[64] q(0.5, -20) = clip "c" (%a)
                output %y)"));
            graph.nodes[1].attributes = {{"minimum", low}, {"maximum", high}};
            const Graph fused = fuse_activation(graph);
            EXPECT_EQ(fused.nodes.size(), 1U);
            expect_same_outputs(graph, fused);
        }
    }
}

TEST(FuseActivation, LeavesInt8ClipsThatChangeTheQuantization) {
    expect_unchanged(
        fuse_activation,
        R"(input %x: int8[4] q(0.3, 5)
           %a: int8[4] q(0.5, -20) = add "n" (%x, %x)
           %y: int8[4] q(0.25, -128) = clip "relu" (%a) {minimum = 0.0}
           output %y)"
    );
}

TEST(FuseActivation, LeavesValuesWithAnotherReader) {
    expect_unchanged(
        fuse_activation,
        R"(input %x: float32[4]
           %a: float32[4] = add "n" (%x, %x)
           %b: float32[4] = clip "relu" (%a) {minimum = 0.0}
           %y: float32[4] = add "skip" (%a, %b)
           output %y)"
    );
}

TEST(FuseActivation, LeavesValuesThatAreGraphOutputs) {
    expect_unchanged(
        fuse_activation,
        R"(input %x: float32[4]
           %a: float32[4] = add "n" (%x, %x)
           %y: float32[4] = clip "relu" (%a) {minimum = 0.0}
           output %y
           output %a)"
    );
}

TEST(FuseActivation, LeavesOperatorsWithoutActivationAndGraphInputs) {
    expect_unchanged(
        fuse_activation,
        R"(input %x: float32[4]
           %a: float32[4] = clip "of an input" (%x) {minimum = 0.0}
           %b: float32[2, 2] = reshape "r" (%a) {shape = [2, 2]}
           %y: float32[2, 2] = clip "of a reshape" (%b) {maximum = 1.0}
           output %y)"
    );
}

} // namespace
} // namespace thimble

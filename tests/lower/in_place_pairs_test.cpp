// SPDX-License-Identifier: Apache-2.0
#include "tests/lower/small_graph.h"
#include "thimble/lower/lower.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

/// (input, output) of each pair of the last step whose buffers may start together.
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Pairs pairs(const Graph& graph) {
    const Program program = lower(graph, plain_target());
    Pairs result;
    for (const InPlacePair& pair : program.steps.back().in_place) {
        if (pair.overlap == Overlap::same_start) {
            result.emplace_back(pair.input, pair.output);
        }
    }
    return result;
}

Graph sum_of(const Shape& a, const Shape& b, const Shape& output) {
    Graph graph;
    const ValueId first = graph.add_input("a", float32_type(a));
    const ValueId second = graph.add_input("b", float32_type(b));
    graph.outputs = {add_node(graph, "sum", "add", {first, second}, float32_type(output))};
    return graph;
}

/// Of an int8 convolution by weights of this shape, as it is lowered for Armv6-M.
Pairs convolution_pairs(const std::string& op, const Shape& weights, const Shape& output) {
    Graph graph;
    const ValueId input = graph.add_input("input", int8_type({1, 4, 4, 8}));
    const ValueId constant = graph.add_constant("weights", Tensor(int8_type(weights)));
    const std::int64_t padding = weights[1] / 2;
    graph.outputs = {add_node(
        graph, "node", op, {input, constant}, int8_type(output),
        {{"padding", std::vector<std::int64_t>{padding, padding, padding, padding}}}
    )};
    Target target = plain_target();
    target.architecture = "armv6-m";
    const Program program = lower(graph, target);
    EXPECT_EQ(program.steps.back().kernel, "armv6m/" + op + "_s8");
    Pairs result;
    for (const InPlacePair& pair : program.steps.back().in_place) {
        if (pair.overlap == Overlap::same_start) {
            result.emplace_back(pair.input, pair.output);
        }
    }
    return result;
}

} // namespace

TEST(InPlacePairs, PixelwiseConvolutionMayTakeItsInputOnArmv6m) {
    EXPECT_EQ(convolution_pairs("conv2d", {8, 1, 1, 8}, {1, 4, 4, 8}), (Pairs{{0, 4}}));
    EXPECT_EQ(convolution_pairs("conv2d", {3, 1, 1, 8}, {1, 4, 4, 3}), (Pairs{{0, 4}}));
    EXPECT_EQ(convolution_pairs("conv2d", {9, 1, 1, 8}, {1, 4, 4, 9}), Pairs{});
    EXPECT_EQ(convolution_pairs("conv2d", {8, 3, 3, 8}, {1, 4, 4, 8}), Pairs{});
}

TEST(InPlacePairs, DepthwiseConvolutionMayTakeItsInputOnArmv6m) {
    EXPECT_EQ(convolution_pairs("depthwise_conv2d", {1, 3, 3, 8}, {1, 4, 4, 8}), (Pairs{{0, 4}}));
    EXPECT_EQ(convolution_pairs("depthwise_conv2d", {1, 3, 3, 16}, {1, 4, 4, 16}), Pairs{});
}

TEST(InPlacePairs, AddMayTakeTheMemoryOfEitherInput) {
    EXPECT_EQ(pairs(sum_of({2, 3}, {2, 3}, {2, 3})), (Pairs{{0, 2}, {1, 2}}));
}

TEST(InPlacePairs, AddMayNotTakeTheMemoryOfARepeatedInput) {
    EXPECT_EQ(pairs(sum_of({2, 3}, {3}, {2, 3})), (Pairs{{0, 2}}));
    EXPECT_EQ(pairs(sum_of({2, 1}, {1, 3}, {2, 3})), Pairs{});
}

TEST(InPlacePairs, AddMayNotTakeTheMemoryOfAConstant) {
    Graph graph;
    const ValueId constant = graph.add_constant("constant", Tensor(float32_type({4})));
    const ValueId input = graph.add_input("input", float32_type({4}));
    graph.outputs = {add_node(graph, "sum", "add", {constant, input}, float32_type({4}))};
    EXPECT_EQ(pairs(graph), (Pairs{{1, 2}}));
}

TEST(InPlacePairs, ElementwiseKernelsHaveOne) {
    Graph clip;
    clip.outputs = {add_clip(clip, "clip", clip.add_input("input", float32_type({4})))};
    EXPECT_EQ(pairs(clip), (Pairs{{0, 1}}));
    Graph requantize;
    const ValueId input = requantize.add_input("input", int8_type({4}));
    requantize.outputs = {add_node(requantize, "requantize", "quantize", {input}, int8_type({4}, 0.25F))};
    EXPECT_EQ(pairs(requantize), (Pairs{{0, 1}}));
}

TEST(InPlacePairs, WindowedKernelsStartAhead) {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({1, 4, 4, 1}));
    graph.outputs = {add_node(
        graph, "pool", "max_pool2d", {input}, float32_type({1, 2, 2, 1}),
        {{"window", std::vector<std::int64_t>{2, 2}}, {"stride", std::vector<std::int64_t>{2, 2}}}
    )};
    EXPECT_EQ(pairs(graph), Pairs{});
}

} // namespace thimble

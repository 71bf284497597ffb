// SPDX-License-Identifier: Apache-2.0
#include "tests/lower/small_graph.h"
#include "thimble/lower/lower.h"
#include "thimble/lower/overlap.h"
#include "thimble/ops/convolution.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace thimble {

namespace {

/// conv2d with a kernel of this size and padding that keeps the extent at stride 1.
Graph convolution(const Shape& input, const Shape& weights, std::int64_t stride, const Shape& output) {
    Graph graph;
    const ValueId image = graph.add_input("input", int8_type(input));
    const ValueId constant = graph.add_constant("weights", Tensor(int8_type(weights)));
    const std::int64_t padding = weights[1] / 2;
    graph.outputs = {add_node(
        graph, "node", "conv2d", {image, constant}, int8_type(output),
        {{"padding", std::vector<std::int64_t>{padding, padding, padding, padding}},
         {"stride", std::vector<std::int64_t>{stride, stride}}}
    )};
    return graph;
}

std::size_t lead(const Graph& graph, PixelBlocks blocks) {
    const NodeView node(graph, graph.nodes.front());
    return lead_bytes(node, convolution_window(node), blocks);
}

} // namespace

TEST(Overlap, APixelThatIsReadWhileItIsWrittenLiesAhead) {
    const Graph graph = convolution({1, 4, 4, 8}, {8, 1, 1, 8}, 1, {1, 4, 4, 8});
    EXPECT_EQ(lead(graph, {1, BlockReads::while_writing}), 8U);
    EXPECT_EQ(lead(graph, {4, BlockReads::while_writing}), 32U);
}

TEST(Overlap, BlocksThatAreReadFirstNeedNoLeadOfTheirOwn) {
    const Graph graph = convolution({1, 4, 4, 8}, {8, 1, 1, 8}, 1, {1, 4, 4, 8});
    EXPECT_EQ(lead(graph, {4, BlockReads::before_writes}), 0U);
}

TEST(Overlap, ExpandingOutputsEndWhereTheInputEnds) {
    const Graph graph = convolution({1, 4, 4, 8}, {16, 1, 1, 8}, 1, {1, 4, 4, 16});
    EXPECT_EQ(lead(graph, {4, BlockReads::before_writes}), 96U); // behind the last but one block
    EXPECT_EQ(lead(graph, {1, BlockReads::while_writing}), 136U);
}

TEST(Overlap, AKernelOfThreeRowsLeadsByARowAndAPixel) {
    const Graph graph = convolution({1, 8, 8, 2}, {2, 3, 3, 2}, 1, {1, 8, 8, 2});
    EXPECT_EQ(lead(graph, {1, BlockReads::before_writes}), 2U * 8 + 2);
    EXPECT_EQ(lead(graph, {1, BlockReads::while_writing}), 2U * 8 + 2 + 2);
}

TEST(Overlap, StridesReadAheadOfWhatIsWritten) {
    const Graph graph = convolution({1, 8, 8, 2}, {2, 3, 3, 2}, 2, {1, 4, 4, 2});
    EXPECT_EQ(lead(graph, {1, BlockReads::before_writes}), 0U);
    EXPECT_EQ(lead(graph, {3 * 4, BlockReads::while_writing}), 3U * 4 * 2); // as many rows as there are, at first
}

TEST(Overlap, IsWhatThePixelsOneByOneNeed) {
    // Kernels of 3 on 5x7 pixels of 2 bytes, to 3 bytes: each output pixel may end where the first byte lies that it or
    // a later one reads.
    const Graph graph = convolution({1, 5, 7, 2}, {3, 3, 3, 2}, 1, {1, 5, 7, 3});
    std::int64_t needed = 0;
    for (std::int64_t pixel = 0; pixel < 35; ++pixel) {
        for (std::int64_t later = pixel; later < 35; ++later) {
            const std::int64_t y = std::max<std::int64_t>(later / 7 - 1, 0);
            const std::int64_t x = std::max<std::int64_t>(later % 7 - 1, 0);
            needed = std::max(needed, (pixel + 1) * 3 - (y * 7 + x) * 2);
        }
    }
    EXPECT_EQ(lead(graph, {1, BlockReads::while_writing}), static_cast<std::size_t>(needed));
}

TEST(Overlap, HugeImagesLieAheadAsAWhole) {
    const Graph graph = convolution({1, 30000, 30000, 1}, {1, 3, 3, 1}, 1, {1, 30000, 30000, 1});
    EXPECT_EQ(lead(graph, {1, BlockReads::while_writing}), 900000000U);
}

TEST(Overlap, SeveralImagesDoNotShare) {
    const Graph graph = convolution({2, 4, 4, 8}, {8, 1, 1, 8}, 1, {2, 4, 4, 8});
    const NodeView node(graph, graph.nodes.front());
    EXPECT_TRUE(overlap_ahead(node, convolution_window(node), {}, 5).empty());
}

TEST(Overlap, EveryCoreDeclaresIt) {
    const Graph graph = convolution({1, 8, 8, 8}, {8, 3, 3, 8}, 1, {1, 8, 8, 8});
    Target armv6m = plain_target();
    armv6m.architecture = "armv6-m";
    for (const Target& target : {plain_target(), dsp_target(), armv6m}) {
        const Program program = lower(graph, target, {Optimize::ram, InputMemory::arena, ScratchUse::little});
        ASSERT_EQ(program.steps[0].in_place.size(), 1U) << program.steps[0].kernel;
        EXPECT_EQ(program.steps[0].in_place[0].overlap, Overlap::ahead);
        EXPECT_LE(program.steps[0].in_place[0].lead_bytes, 2U * 8 * 8);
    }
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/split_into_bands.h"

namespace thimble {
namespace {

/// Three convolutions with strides, padding at all sides and dilation, then a fourth that widens.
Graph chain() {
    return parse_graph(R"(graph "g" {
        input %x: int8[1, 20, 6, 2] q(0.5, 7)
        constant %a: int8[2, 3, 3, 2] q([0.01, 0.02], [0, 0], axis 0) = [
            5, -6, 7, 8, -9, 10, 12, -12, 1, 2, 3, 4, -5, 6, 7, -8, 9, 1, 5, -6, 7, 8, -9, 10, 12, -12, 1, 2, 3, 4, -5, 6, 7,
            -8, 9, 1]
        constant %b: int8[1, 3, 1, 2] q([0.01, 0.02], [0, 0], axis 3) = [50, -60, 70, 80, -90, 100]
        constant %c: int8[1, 2, 2, 2] q([0.03], [0], axis 0) = [50, -60, 70, 80, -90, 100, 127, -128]
        constant %d: int8[3, 1, 1, 1] q([0.03, 0.01, 0.02], [0, 0, 0], axis 0) = [50, -60, 70]
        %p: int8[1, 20, 6, 2] q(0.25, -3) = conv2d "p" (%x, %a) {padding = [1, 1, 1, 1]}
        %q: int8[1, 20, 6, 2] q(0.25, 4) = depthwise_conv2d "q" (%p, %b) {padding = [2, 0, 2, 0], dilation = [2, 1]}
        %r: int8[1, 10, 5, 1] q(0.5, 0) = conv2d "r" (%q, %c) {padding = [0, 0, 1, 0], stride = [2, 1]}
        %y: int8[1, 10, 5, 3] q(0.5, 0) = conv2d "y" (%r, %d)
        output %y
    })");
}

TEST(SplitIntoBands, StagesEndWhereImagesGetSmaller) {
    EXPECT_EQ(stage_lengths(chain()), std::vector<std::size_t>{3});
}

TEST(SplitIntoBands, ComputesTheSame) {
    const Graph graph = chain();
    verify(graph);
    for (const std::int64_t bands : {2, 3, 5, 10}) {
        const Graph split = split_into_bands(graph, {3, bands});
        verify(split);
        EXPECT_EQ(split.nodes.size(), static_cast<std::size_t>(4 * bands) + 2) << "a cut and three convolutions a band";
        expect_same_outputs(graph, split);
    }
}

TEST(SplitIntoBands, BandsReadOnlyTheRowsTheyNeed) {
    const Graph split = split_into_bands(chain(), {3, 2});
    const Node& cut = split.nodes.front();
    ASSERT_EQ(cut.op, "slice");
    // Five output rows of stride 2 read ten, the dilated kernel two more below, the first one one more.
    EXPECT_EQ(split.value(cut.outputs[0]).type.shape, (Shape{1, 13, 6, 2}));
}

TEST(SplitIntoBands, LeavesBranchesAlone) {
    Graph graph = chain();
    graph.outputs.push_back(graph.nodes[0].outputs[0]);
    EXPECT_TRUE(stage_lengths(graph).empty());
    graph = chain();
    graph.inputs.push_back(graph.add_input("other", graph.value(graph.inputs[0]).type));
    EXPECT_TRUE(stage_lengths(graph).empty());
}

} // namespace
} // namespace thimble

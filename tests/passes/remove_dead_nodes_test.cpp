// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/remove_dead_nodes.h"

namespace thimble {
namespace {

TEST(RemoveDeadNodes, DropsChainsThatLeadNowhere) {
    expect_rewrite(
        remove_dead_nodes,
        R"(input %x: float32[4]
           %a: float32[4] = clip "dead" (%x) {minimum = 0.0}
           %b: float32[4] = clip "dead too" (%a) {maximum = 1.0}
           %y: float32[4] = clip "alive" (%x) {minimum = -1.0}
           output %y)",
        R"(input %x: float32[4]
           %y: float32[4] = clip "alive" (%x) {minimum = -1.0}
           output %y)"
    );
}

TEST(RemoveDeadNodes, DropsUnusedConstants) {
    expect_rewrite(
        remove_dead_nodes,
        R"(input %x: float32[2]
           constant %unused: float32[2] = [1, 2]
           constant %used: float32[2] = [3, 4]
           constant %used_by_dead: float32[2] = [5, 6]
           %dead: float32[2] = add "dead" (%x, %used_by_dead)
           %y: float32[2] = add "alive" (%x, %used)
           output %y)",
        R"(input %x: float32[2]
           constant %used: float32[2] = [3, 4]
           %y: float32[2] = add "alive" (%x, %used)
           output %y)"
    );
}

TEST(RemoveDeadNodes, RenumbersValuesWithoutGaps) {
    Graph graph = parse_graph(as_graph_text(R"(input %x: float32[2]
        constant %unused: float32[2] = [1, 2]
        %y: float32[2] = clip "c" (%x)
        output %y)"));
    graph.add_value("orphan", {DataType::float32, {1}, {}});
    graph = remove_dead_nodes(graph);
    ASSERT_EQ(graph.values.size(), 2U);
    EXPECT_EQ(graph.outputs[0], ValueId{1});
    EXPECT_EQ(graph.nodes[0].inputs[0], ValueId{0});
}

TEST(RemoveDeadNodes, LeavesUnusedGraphInputsAlone) {
    expect_unchanged(
        remove_dead_nodes,
        R"(input %unused: float32[3]
           input %x: float32[4]
           %y: float32[4] = clip "c" (%x)
           output %y)"
    );
}

TEST(RemoveDeadNodes, LeavesInputsThatAreLeftOut) {
    expect_unchanged(
        remove_dead_nodes,
        R"(input %x: float32[1, 2]
           constant %w: float32[1, 2] = [1, 2]
           %y: float32[1, 1] = fully_connected "d" (%x, %w, none)
           output %y)"
    );
}

TEST(RemoveDeadNodes, LeavesValuesThatAreOutputsAndReadAgain) {
    expect_unchanged(
        remove_dead_nodes,
        R"(input %x: float32[4]
           %a: float32[4] = clip "a" (%x) {minimum = 0.0}
           %b: float32[4] = clip "b" (%a) {maximum = 1.0}
           output %b
           output %a)"
    );
}

TEST(RemoveDeadNodes, LeavesConstantsAndInputsThatAreGraphOutputs) {
    expect_unchanged(
        remove_dead_nodes,
        R"(input %x: float32[1]
           constant %c: float32[1] = [7]
           output %c
           output %x)"
    );
}

} // namespace
} // namespace thimble

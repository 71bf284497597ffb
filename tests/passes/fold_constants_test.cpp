// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/fold_constants.h"

namespace thimble {
namespace {

TEST(FoldConstants, EvaluatesNodesThatReadConstantsOnly) {
    expect_rewrite(
        fold_constants,
        R"(input %x: float32[3]
           constant %c: float32[3] = [1, -1, 0.5]
           %r: float32[3] = clip "relu" (%c) {minimum = 0.0}
           %y: float32[3] = add "sum" (%x, %r)
           output %y)",
        R"(input %x: float32[3]
           constant %c: float32[3] = [1, -1, 0.5]
           constant %r: float32[3] = [1, 0, 0.5]
           %y: float32[3] = add "sum" (%x, %r)
           output %y)"
    );
}

TEST(FoldConstants, FollowsChains) {
    expect_rewrite(
        fold_constants,
        R"(input %x: float32[1, 2]
           constant %c: int8[2, 1] q(0.5, 1) = [3, -1]
           %d: float32[2, 1] = dequantize "scale" (%c)
           %w: float32[1, 2] = reshape "turn" (%d) {shape = [1, 2]}
           %y: float32[1, 1] = fully_connected "dense" (%x, %w)
           output %y)",
        R"(input %x: float32[1, 2]
           constant %c: int8[2, 1] q(0.5, 1) = [3, -1]
           constant %d: float32[2, 1] = [1, -1]
           constant %w: float32[1, 2] = [1, -1]
           %y: float32[1, 1] = fully_connected "dense" (%x, %w)
           output %y)"
    );
}

TEST(FoldConstants, FoldsInt8WithItsOwnArithmetic) {
    expect_rewrite(
        fold_constants,
        R"(input %x: int8[3] q(0.5, 0)
           constant %c: int8[3] q(0.5, 10) = [12, -128, 127]
           %r: int8[3] q(0.5, 10) = clip "relu" (%c) {minimum = 0.0}
           %y: int8[3] q(1, 0) = add "sum" (%x, %r)
           output %y)",
        R"(input %x: int8[3] q(0.5, 0)
           constant %c: int8[3] q(0.5, 10) = [12, -128, 127]
           constant %r: int8[3] q(0.5, 10) = [12, 10, 127]
           %y: int8[3] q(1, 0) = add "sum" (%x, %r)
           output %y)"
    );
}

TEST(FoldConstants, FoldsWhereOptionalInputsAreLeftOut) {
    expect_rewrite(
        fold_constants,
        R"(input %x: float32[1, 1]
           constant %a: float32[1, 2] = [1, 2]
           constant %b: float32[1, 2] = [3, 4]
           %p: float32[1, 1] = fully_connected "product" (%a, %b, none)
           %y: float32[1, 1] = add "sum" (%x, %p)
           output %y)",
        R"(input %x: float32[1, 1]
           constant %a: float32[1, 2] = [1, 2]
           constant %b: float32[1, 2] = [3, 4]
           constant %p: float32[1, 1] = [11]
           %y: float32[1, 1] = add "sum" (%x, %p)
           output %y)"
    );
}

TEST(FoldConstants, LeavesNodesThatReadGraphInputs) {
    expect_unchanged(
        fold_constants,
        R"(input %x: float32[2]
           constant %c: float32[2] = [1, 2]
           %a: float32[2] = add "sum" (%c, %x)
           %y: float32[2] = clip "relu" (%a) {minimum = 0.0}
           output %y)"
    );
}

TEST(FoldConstants, LeavesGraphOutputsComputed) {
    expect_unchanged(
        fold_constants,
        R"(constant %c: float32[2] = [1, -2]
           %y: float32[2] = clip "relu" (%c) {minimum = 0.0}
           output %y)"
    );
}

TEST(FoldConstants, LeavesNodesWhoseResultsAreFarLarger) {
    expect_unchanged(
        fold_constants,
        R"(input %x: float32[1, 1]
           constant %c: float32[1, 1] = [1]
           %big: float32[20, 20] = pad "grow" (%c) {padding = [10, 9, 10, 9]}
           %y: float32[20, 20] = add "sum" (%x, %big)
           output %y)"
    );
}

std::size_t constant_bytes(const Graph& graph) {
    std::size_t bytes = 0;
    for (const Value& value : graph.values) {
        bytes += value.constant == nullptr ? 0 : value.constant->bytes.size();
    }
    return bytes;
}

TEST(FoldConstants, BoundsTheSumOfAllResults) {
    std::string statements = "input %x: float32[1]\nconstant %c0: float32[1] = [1]\n";
    constexpr int doublings = 20;
    for (int index = 1; index <= doublings; ++index) {
        statements += fmt::format(
            "%c{0}: float32[{1}] = concat \"c{0}\" (%c{2}, %c{2}) {{axis = 0}}\n", index, 1 << index, index - 1
        );
    }
    statements += fmt::format("%y: float32[{}] = add \"y\" (%x, %c{})\noutput %y\n", 1 << doublings, doublings);
    const Graph graph = fold_constants(parse_graph("graph \"doubling\" {\n" + statements + "}\n"));
    EXPECT_LE(constant_bytes(graph), 2U * 65536U);
    EXPECT_GT(graph.nodes.size(), 1U);
}

} // namespace
} // namespace thimble

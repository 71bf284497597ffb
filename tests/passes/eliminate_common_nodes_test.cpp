// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/eliminate_common_nodes.h"
#include "thimble/passes/remove_dead_nodes.h"

namespace thimble {
namespace {

Graph eliminate_and_clean(Graph graph) {
    return remove_dead_nodes(eliminate_common_nodes(std::move(graph)));
}

TEST(EliminateCommonNodes, ComputesOnceWhatIsComputedTwice) {
    expect_rewrite(
        eliminate_and_clean,
        R"(input %x: float32[2]
           %a: float32[2] = exp "a" (%x)
           %b: float32[2] = exp "b" (%x)
           %c: float32[2] = abs "c" (%a)
           %d: float32[2] = abs "d" (%b)
           %y: float32[2] = add "y" (%c, %d)
           output %y)",
        R"(input %x: float32[2]
           %a: float32[2] = exp "a" (%x)
           %c: float32[2] = abs "c" (%a)
           %y: float32[2] = add "y" (%c, %c)
           output %y)"
    );
}

TEST(EliminateCommonNodes, KeepsEqualConstantsOnce) {
    expect_rewrite(
        eliminate_and_clean,
        R"(input %x: float32[2]
           constant %k: float32[2] = [1, 2]
           constant %l: float32[2] = [1, 2]
           constant %m: float32[1, 2] = [1, 2]
           %a: float32[2] = add "a" (%x, %k)
           %b: float32[2] = mul "b" (%a, %l)
           %y: float32[1, 2] = mul "y" (%b, %m)
           output %y)",
        R"(input %x: float32[2]
           constant %k: float32[2] = [1, 2]
           constant %m: float32[1, 2] = [1, 2]
           %a: float32[2] = add "a" (%x, %k)
           %b: float32[2] = mul "b" (%a, %k)
           %y: float32[1, 2] = mul "y" (%b, %m)
           output %y)"
    );
}

TEST(EliminateCommonNodes, LeavesNodesThatDiffer) {
    expect_unchanged(
        eliminate_and_clean,
        R"(input %x: float32[2]
           %a: float32[2] = clip "a" (%x) {minimum = 0.0}
           %b: float32[2] = clip "b" (%x) {minimum = 1.0}
           %c: float32[2] = clip "c" (%x) {maximum = 0.0}
           %d: float32[2] = add "d" (%a, %b)
           %e: float32[2] = sub "e" (%a, %b)
           %f: float32[2] = sub "f" (%b, %a)
           output %c
           output %d
           output %e
           output %f)"
    );
    expect_unchanged(
        eliminate_and_clean,
        R"(input %x: float32[2]
           %a: int8[2] q(0.5, 0) = quantize "a" (%x)
           %b: int8[2] q(0.5, 1) = quantize "b" (%x)
           output %a
           output %b)"
    );
}

TEST(EliminateCommonNodes, LeavesGraphOutputs) {
    expect_unchanged(
        eliminate_and_clean,
        R"(input %x: float32[2]
           %a: float32[2] = exp "a" (%x)
           %b: float32[2] = exp "b" (%x)
           output %a
           output %b)"
    );
}

} // namespace
} // namespace thimble

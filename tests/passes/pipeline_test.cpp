// SPDX-License-Identifier: Apache-2.0
// The default passes together.
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/pipeline.h"
#include "thimble/passes/run_passes.h"

namespace thimble {
namespace {

Graph run_default(Graph graph) {
    return run_passes(std::move(graph), default_pipeline());
}

TEST(Pipeline, CleansUpAfterAnImporter) {
    expect_rewrite(
        run_default,
        R"(input %x: int8[1, 9] q(0.5, 7)
           constant %raw: int8[4] q(0.01, 0) = [50, -60, 70, 80]
           %w: int8[1, 2, 2, 1] q(0.01, 0) = reshape "weights" (%raw) {shape = [1, 2, 2, 1]}
           %flat: int8[9] q(0.5, 7) = reshape "flatten" (%x) {shape = [9]}
           %image: int8[1, 3, 3, 1] q(0.5, 7) = reshape "image" (%flat) {shape = [1, 3, 3, 1]}
           %p: int8[1, 5, 5, 1] q(0.5, 7) = pad "pad" (%image) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %c: int8[1, 4, 4, 1] q(0.25, -100) = conv2d "conv" (%p, %w)
           %same: int8[1, 4, 4, 1] q(0.25, -100) = quantize "same" (%c)
           %r: int8[1, 4, 4, 1] q(0.25, -100) = clip "relu" (%same) {minimum = 0.0}
           %rp: int8[1, 6, 6, 1] q(0.25, -100) = pad "pool pad" (%r) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %y: int8[1, 2, 2, 1] q(0.25, -100) = max_pool2d "pool" (%rp) {window = [3, 3], stride = [2, 2]}
           %dead: int8[1, 4, 4, 1] q(0.25, -100) = clip "dead" (%c) {maximum = 1.0}
           output %y)",
        R"(input %x: int8[1, 9] q(0.5, 7)
           constant %w: int8[1, 2, 2, 1] q(0.01, 0) = [50, -60, 70, 80]
           %image: int8[1, 3, 3, 1] q(0.5, 7) = reshape "image" (%x) {shape = [1, 3, 3, 1]}
           %r: int8[1, 4, 4, 1] q(0.25, -100) = conv2d "conv" (%image, %w)
               {padding = [1, 1, 1, 1], activation = [0.0, inf]}
           %y: int8[1, 2, 2, 1] q(0.25, -100) = max_pool2d "pool" (%r)
               {window = [3, 3], stride = [2, 2], padding = [1, 1, 1, 1]}
           output %y)"
    );
}

TEST(Pipeline, LeavesNoUnusedValues) {
    const Graph graph = run_default(parse_graph(as_graph_text(R"(input %x: float32[4]
        %a: float32[4] = add "n" (%x, %x)
        %y: float32[4] = clip "relu" (%a) {minimum = 0.0}
        output %y)")));
    EXPECT_EQ(graph.values.size(), 2U);
}

TEST(Pipeline, EveryPassHasANameAndASummary) {
    for (const Pass& pass : default_pipeline()) {
        EXPECT_FALSE(pass.name.empty());
        EXPECT_FALSE(pass.summary.empty());
        EXPECT_NE(pass.run, nullptr);
    }
}

} // namespace
} // namespace thimble

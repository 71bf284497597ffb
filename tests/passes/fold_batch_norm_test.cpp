// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/fold_batch_norm.h"
#include "thimble/passes/remove_dead_nodes.h"

namespace thimble {
namespace {

Graph fold_and_clean(Graph graph) {
    return remove_dead_nodes(fold_batch_norm(std::move(graph)));
}

constexpr double tolerance = 1e-4;

TEST(FoldBatchNorm, FoldsWhatFollowsAConvolution) {
    expect_rewrite(
        fold_and_clean,
        R"(input %x: float32[1, 3, 3, 1]
           constant %w: float32[2, 1, 1, 1] = [1, 2]
           constant %b: float32[2] = [1, 1]
           constant %k: float32[2] = [2, 3]
           constant %o: float32[1, 1, 1, 2] = [10, 20]
           %c: float32[1, 3, 3, 2] = conv2d "c" (%x, %w, %b)
           %m: float32[1, 3, 3, 2] = mul "m" (%c, %k)
           %y: float32[1, 3, 3, 2] = add "a" (%o, %m) {activation = [0.0, inf]}
           output %y)",
        R"(input %x: float32[1, 3, 3, 1]
           constant %w: float32[2, 1, 1, 1] = [2, 6]
           constant %b: float32[2] = [12, 23]
           %y: float32[1, 3, 3, 2] = conv2d "c" (%x, %w, %b) {activation = [0.0, inf]}
           output %y)",
        tolerance
    );
}

TEST(FoldBatchNorm, GivesABiasToOperatorsWithoutOne) {
    expect_operators(
        fold_and_clean,
        R"(input %x: float32[2, 3]
           constant %w: float32[2, 3] = [1, 2, 3, 4, 5, 6]
           constant %o: float32[2] = [10, 20]
           %c: float32[2, 2] = fully_connected "c" (%x, %w)
           %y: float32[2, 2] = sub "a" (%o, %c)
           output %y)",
        "fully_connected", tolerance
    );
}

TEST(FoldBatchNorm, FoldsIntoDepthwiseConvolutions) {
    expect_operators(
        fold_and_clean,
        R"(input %x: float32[1, 2, 2, 2]
           constant %w: float32[1, 1, 2, 4] = [1, 2, 3, 4, 5, 6, 7, 8]
           constant %before: float32[2] = [2, 3]
           constant %after: float32[4] = [4, 5, 6, 7]
           %m: float32[1, 2, 2, 2] = mul "m" (%x, %before)
           %c: float32[1, 2, 1, 4] = depthwise_conv2d "c" (%m, %w)
           %y: float32[1, 2, 1, 4] = mul "a" (%c, %after)
           output %y)",
        "depthwise_conv2d", tolerance
    );
}

TEST(FoldBatchNorm, FoldsWhatPrecedesAConvolution) {
    const std::string before = R"(input %x: float32[1, 3, 3, 2]
           constant %w: float32[2, 2, 2, 2] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
           constant %k: float32[2] = [2, 3]
           constant %o: float32[2] = [10, 20]
           %a: float32[1, 3, 3, 2] = sub "s" (%x, %o)
           %m: float32[1, 3, 3, 2] = mul "m" (%a, %k)
           )";
    expect_operators(
        fold_and_clean, before + "%y: float32[1, 2, 2, 2] = conv2d \"c\" (%m, %w)\noutput %y", "conv2d", tolerance
    );
    // What is padded is 0 after the subtraction, not before.
    expect_operators(
        fold_and_clean, before + "%y: float32[1, 4, 4, 2] = conv2d \"c\" (%m, %w) {padding = [1, 1, 1, 1]}\noutput %y",
        "sub conv2d", tolerance
    );
}

TEST(FoldBatchNorm, LeavesWhatOthersRead) {
    expect_unchanged(
        fold_and_clean,
        R"(input %x: float32[1, 3, 3, 1]
           constant %w: float32[2, 1, 1, 1] = [1, 2]
           constant %k: float32[2] = [2, 3]
           %c: float32[1, 3, 3, 2] = conv2d "c" (%x, %w)
           %y: float32[1, 3, 3, 2] = mul "m" (%c, %k)
           output %y
           output %c)"
    );
}

TEST(FoldBatchNorm, LeavesActivationsBetween) {
    expect_unchanged(
        fold_and_clean,
        R"(input %x: float32[1, 3, 3, 1]
           constant %w: float32[2, 1, 1, 1] = [1, 2]
           constant %k: float32[2] = [2, 3]
           %c: float32[1, 3, 3, 2] = conv2d "c" (%x, %w) {activation = [0.0, inf]}
           %y: float32[1, 3, 3, 2] = mul "m" (%c, %k)
           output %y)"
    );
}

TEST(FoldBatchNorm, LeavesConstantsThatDifferBetweenPixels) {
    expect_unchanged(
        fold_and_clean,
        R"(input %x: float32[1, 1, 2, 1]
           constant %w: float32[2, 1, 1, 1] = [1, 2]
           constant %k: float32[2, 1] = [2, 3]
           %c: float32[1, 1, 2, 2] = conv2d "c" (%x, %w)
           %y: float32[1, 1, 2, 2] = mul "m" (%c, %k)
           output %y)"
    );
}

TEST(FoldBatchNorm, LeavesRowsThatAreNoChannels) {
    expect_unchanged(
        fold_and_clean,
        R"(input %x: float32[1, 2, 2]
           constant %w: float32[1, 4] = [1, 2, 3, 4]
           constant %k: float32[2] = [2, 3]
           %m: float32[1, 2, 2] = mul "m" (%x, %k)
           %y: float32[1, 1] = fully_connected "c" (%m, %w)
           output %y)"
    );
}

TEST(FoldBatchNorm, LeavesQuantizedWeights) {
    expect_unchanged(
        fold_and_clean,
        R"(input %x: float32[1, 2]
           constant %w8: int8[2, 2] q(0.5, 0) = [1, 2, 3, 4]
           constant %k: float32[2] = [2, 3]
           %w: float32[2, 2] = dequantize "d" (%w8)
           %c: float32[1, 2] = fully_connected "c" (%x, %w)
           %y: float32[1, 2] = mul "m" (%c, %k)
           output %y)"
    );
}

} // namespace
} // namespace thimble

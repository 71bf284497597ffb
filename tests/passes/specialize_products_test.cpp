// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/remove_dead_nodes.h"
#include "thimble/passes/specialize_products.h"

namespace thimble {
namespace {

Graph specialize_and_clean(Graph graph) {
    return remove_dead_nodes(specialize_products(std::move(graph)));
}

TEST(SpecializeProducts, MakesConvolutionsOfOnePixelMatrixProducts) {
    expect_rewrite(
        specialize_and_clean,
        R"(input %x: float32[2, 1, 1, 2]
           constant %w: float32[1, 1, 1, 2] = [1, 2]
           constant %b: float32[1] = [3]
           %y: float32[2, 1, 1, 1] = conv2d "c" (%x, %w, %b) {activation = [0.0, inf]}
           output %y)",
        R"(input %x: float32[2, 1, 1, 2]
           constant %w: float32[1, 2] = [1, 2]
           constant %b: float32[1] = [3]
           %y: float32[2, 1, 1, 1] = fully_connected "c" (%x, %w, %b) {activation = [0.0, inf], keep_dims = 1}
           output %y)"
    );
}

TEST(SpecializeProducts, KeepsScalesPerChannel) {
    expect_operators(
        specialize_and_clean,
        R"(input %x: int8[1, 1, 1, 2] q(0.5, 3)
           constant %w: int8[2, 1, 1, 2] q([0.01, 0.02], [0, 0], axis 0) = [100, 20, -30, 40]
           %y: int8[1, 1, 1, 2] q(0.1, 1) = conv2d "c" (%x, %w)
           output %y)",
        "fully_connected"
    );
}

TEST(SpecializeProducts, MakesConvolutionsOfOneChannelAGroupDepthwise) {
    expect_rewrite(
        specialize_and_clean,
        R"(input %x: float32[1, 2, 2, 2]
           constant %w: float32[4, 1, 2, 1] = [1, 2, 3, 4, 5, 6, 7, 8]
           %y: float32[1, 2, 1, 4] = conv2d "c" (%x, %w) {groups = 2}
           output %y)",
        R"(input %x: float32[1, 2, 2, 2]
           constant %w: float32[1, 1, 2, 4] = [1, 3, 5, 7, 2, 4, 6, 8]
           %y: float32[1, 2, 1, 4] = depthwise_conv2d "c" (%x, %w)
           output %y)",
        1e-5
    );
    expect_unchanged(
        specialize_and_clean,
        R"(input %x: float32[1, 2, 2, 4]
           constant %w: float32[2, 1, 1, 2] = [1, 2, 3, 4]
           %y: float32[1, 2, 2, 2] = conv2d "c" (%x, %w) {groups = 2}
           output %y)"
    );
}

TEST(SpecializeProducts, MakesProductsWithAConstantMatrixFullyConnected) {
    expect_rewrite(
        specialize_and_clean,
        R"(input %x: float32[2, 1, 2]
           constant %w: float32[2, 3] = [1, 2, 3, 4, 5, 6]
           %y: float32[2, 1, 3] = mat_mul "m" (%x, %w)
           output %y)",
        R"(input %x: float32[2, 1, 2]
           constant %w: float32[3, 2] = [1, 4, 2, 5, 3, 6]
           %y: float32[2, 1, 3] = fully_connected "m" (%x, %w) {keep_dims = 1}
           output %y)",
        1e-5
    );
    expect_unchanged(
        specialize_and_clean,
        R"(input %x: float32[2, 2]
           input %w: float32[2, 3]
           %y: float32[2, 3] = mat_mul "m" (%x, %w)
           output %y)"
    );
}

TEST(SpecializeProducts, LeavesOtherConvolutions) {
    expect_unchanged(
        specialize_and_clean,
        R"(input %x: float32[1, 2, 1, 2]
           constant %w: float32[1, 1, 1, 2] = [1, 2]
           %y: float32[1, 2, 1, 1] = conv2d "c" (%x, %w)
           output %y)"
    );
    expect_unchanged(
        specialize_and_clean,
        R"(input %x: float32[1, 1, 1, 2]
           constant %w: float32[1, 1, 1, 2] = [1, 2]
           %y: float32[1, 3, 3, 1] = conv2d "c" (%x, %w) {padding = [1, 1, 1, 1]}
           output %y)"
    );
    // One scale for all channels is rounded differently by the two operators.
    expect_unchanged(
        specialize_and_clean,
        R"(input %x: int8[1, 1, 1, 2] q(0.5, 3)
           constant %w: int8[2, 1, 1, 2] q(0.01, 0) = [100, 20, -30, 40]
           %y: int8[1, 1, 1, 2] q(0.1, 1) = conv2d "c" (%x, %w)
           output %y)"
    );
}

} // namespace
} // namespace thimble

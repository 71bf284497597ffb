// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

SingleNode scatter_row(const std::string& reduction) {
    SingleNode node("scatter_elements", {{"reduction", reduction}});
    // Index 1 twice, and the last from the end.
    node.floats({3}, {1, 2, 3}).input(Tensor::of<std::int64_t>({3}, {1, 1, -1})).floats({3}, {5, 4, 2});
    return node;
}

} // namespace

TEST(ScatterElements, ReplacesAndReduces) {
    EXPECT_EQ(scatter_row("none").evaluate_floats(), (Floats{1, 4, 2}));
    EXPECT_EQ(scatter_row("add").evaluate_floats(), (Floats{1, 11, 5}));
    EXPECT_EQ(scatter_row("mul").evaluate_floats(), (Floats{1, 40, 6}));
    EXPECT_EQ(scatter_row("min").evaluate_floats(), (Floats{1, 2, 2}));
    EXPECT_EQ(scatter_row("max").evaluate_floats(), (Floats{1, 5, 3}));
}

TEST(ScatterElements, WorksAlongAnAxis) {
    SingleNode node("scatter_elements", {{"axis", std::int64_t{1}}});
    node.floats({2, 3}, {1, 2, 3, 4, 5, 6}).input(Tensor::of<std::int32_t>({2, 1}, {2, 0})).floats({2, 1}, {8, 9});
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 2, 8, 9, 5, 6}));
}

TEST(ScatterElements, LetsIntegersWrapAround) {
    SingleNode node("scatter_elements", {{"reduction", std::string("add")}});
    node.input(Tensor::of<std::int8_t>({1}, {127})).input(Tensor::of<std::int32_t>({1}, {0}));
    node.input(Tensor::of<std::int8_t>({1}, {1}));
    EXPECT_EQ(node.evaluate_codes(), (Codes{-128}));
}

TEST(ScatterNd, ReplacesSlices) {
    SingleNode node("scatter_nd");
    node.floats({3, 2}, {1, 2, 3, 4, 5, 6}).input(Tensor::of<std::int32_t>({1, 1}, {1})).floats({1, 2}, {8, 9});
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 2, 8, 9, 5, 6}));
}

TEST(ScatterNd, AddsWhereIndicesRepeat) {
    SingleNode node("scatter_nd", {{"reduction", std::string("add")}});
    node.floats({2, 2}, {0, 0, 0, 1})
        .input(Tensor::of<std::int32_t>({3, 2}, {1, 1, 0, 0, 1, 1}))
        .floats({3}, {1, 2, 3});
    EXPECT_EQ(node.evaluate_floats(), (Floats{2, 0, 0, 5}));
}

TEST(Scatter, RejectsWhatDoesNotFit) {
    const Tensor index = Tensor::of<std::int32_t>({1}, {0});
    EXPECT_EQ(SingleNode("scatter_elements").floats({1}, {1}).input(index).floats({2}, {1, 2}).rejection(), "E0421");
    EXPECT_EQ(
        SingleNode("scatter_elements")
            .floats({1}, {1})
            .input(index)
            .input(Tensor::of<std::int32_t>({1}, {1}))
            .rejection(),
        "E0420"
    );
    const Attributes unknown = {{"reduction", std::string("sum")}};
    EXPECT_EQ(SingleNode("scatter_nd", unknown).floats({1}, {1}).input(index).floats({}, {1}).rejection(), "E0422");
    SingleNode quantized("scatter_elements", {{"reduction", std::string("add")}});
    quantized.codes({1}, {1}, per_tensor(1.0F, 0)).input(index).codes({1}, {1}, per_tensor(1.0F, 0));
    EXPECT_EQ(quantized.output(per_tensor(1.0F, 0)).rejection(), "E0420");
}

} // namespace thimble

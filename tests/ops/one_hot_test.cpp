// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(OneHot, PutsTheNewAxisLast) {
    SingleNode node("one_hot", {{"axis", std::int64_t{1}}, {"depth", std::int64_t{3}}});
    node.input(Tensor::of<std::int32_t>({2}, {2, 0})).floats({2}, {0, 1});
    EXPECT_EQ(node.infer().shape, (Shape{2, 3}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 0, 1, 1, 0, 0}));
}

TEST(OneHot, PutsTheNewAxisFirst) {
    SingleNode node("one_hot", {{"axis", std::int64_t{0}}, {"depth", std::int64_t{2}}});
    node.input(Tensor::of<std::int64_t>({3}, {1, 0, 1})).floats({2}, {-1, 5});
    EXPECT_EQ(node.evaluate_floats(), (Floats{-1, 5, -1, 5, -1, 5}));
}

TEST(OneHot, CountsFromTheEndOnlyWhenAsked) {
    for (const std::int64_t counts : {0, 1}) {
        SingleNode node(
            "one_hot", {{"axis", std::int64_t{1}}, {"depth", std::int64_t{2}}, {"counts_from_end", counts}}
        );
        node.input(Tensor::of<std::int64_t>({2}, {-1, 2})).floats({2}, {0, 1});
        EXPECT_EQ(node.evaluate_floats(), (counts == 1 ? Floats{0, 1, 0, 0} : Floats{0, 0, 0, 0}));
    }
}

TEST(OneHot, RejectsWhatDoesNotFit) {
    const Tensor index = Tensor::of<std::int32_t>({1}, {0});
    const auto with = [&](std::int64_t axis, std::int64_t depth) {
        return SingleNode("one_hot", {{"axis", axis}, {"depth", depth}}).input(index);
    };
    EXPECT_EQ(with(2, 1).floats({2}, {0, 1}).rejection(), "E0422");
    EXPECT_EQ(with(0, 0).floats({2}, {0, 1}).rejection(), "E0422");
    EXPECT_EQ(with(0, 1).floats({3}, {0, 1, 2}).rejection(), "E0421");
}

} // namespace thimble

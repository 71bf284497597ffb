// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(ArgMax, TakesTheFirstOfEqualOnes) {
    SingleNode node("arg_max", {{"axis", std::int64_t{1}}});
    node.floats({2, 3}, {1, 3, 3, 2, 0, 1});
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int64_t>({2}, {1, 0}));
}

TEST(ArgMax, TakesTheLastOfEqualOnesWhenAsked) {
    SingleNode node(
        "arg_max", {{"axis", std::int64_t{1}}, {"select_last", std::int64_t{1}}, {"keep_dims", std::int64_t{1}}}
    );
    node.floats({2, 3}, {1, 3, 3, 2, 0, 1});
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int64_t>({2, 1}, {2, 0}));
}

TEST(ArgMin, WorksOnCodesAlongAnyAxis) {
    SingleNode node("arg_min", {{"axis", std::int64_t{0}}, {"index_type", std::string("int32")}});
    node.codes({2, 2}, {5, -5, 4, -4}, per_tensor(0.5F, 3));
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int32_t>({2}, {1, 0}));
}

TEST(ArgMax, RejectsWhatDoesNotFit) {
    EXPECT_EQ(SingleNode("arg_max", {{"axis", std::int64_t{1}}}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(SingleNode("arg_max", {{"keep_dims", std::int64_t{2}}}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(SingleNode("arg_max", {{"index_type", std::string("int8")}}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(SingleNode("arg_max").input(Tensor({DataType::boolean, {2}, {}})).rejection(), "E0420");
}

} // namespace thimble

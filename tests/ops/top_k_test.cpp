// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(TopK, FindsTheLargestInOrder) {
    SingleNode node("top_k", {{"axis", std::int64_t{1}}, {"k", std::int64_t{2}}});
    node.floats({2, 3}, {1, 3, 2, 5, 4, 5});
    const std::vector<Tensor> outputs = node.evaluate_all();
    EXPECT_EQ(outputs[0], Tensor::of<float>({2, 2}, {3, 2, 5, 5}));
    EXPECT_EQ(outputs[1], Tensor::of<std::int64_t>({2, 2}, {1, 2, 0, 2}));
}

TEST(TopK, FindsTheSmallestAlongTheFirstAxis) {
    SingleNode node(
        "top_k", {{"axis", std::int64_t{0}},
                  {"k", std::int64_t{1}},
                  {"largest", std::int64_t{0}},
                  {"index_type", std::string("int32")}}
    );
    node.floats({2, 2}, {1, 4, 3, 2});
    const std::vector<Tensor> outputs = node.evaluate_all();
    EXPECT_EQ(outputs[0], Tensor::of<float>({1, 2}, {1, 2}));
    EXPECT_EQ(outputs[1], Tensor::of<std::int32_t>({1, 2}, {0, 1}));
}

TEST(TopK, RejectsMoreThanThereAre) {
    for (const std::int64_t k : {0, 3}) {
        EXPECT_EQ(SingleNode("top_k", {{"k", k}}).floats({2}, {1, 2}).rejection(), "E0422");
    }
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(Hardmax, MarksTheFirstLargestOfEachRow) {
    const Floats found = SingleNode("hardmax").floats({2, 3}, {1, 3, 3, -1, -2, -3}).evaluate_floats();
    EXPECT_EQ(found, (Floats{0, 1, 0, 1, 0, 0}));
}

TEST(Hardmax, RejectsScalarsAndIntegers) {
    EXPECT_EQ(SingleNode("hardmax").floats({}, {1}).rejection(), "E0421");
    EXPECT_EQ(SingleNode("hardmax").input(Tensor::of<std::int32_t>({1}, {1})).rejection(), "E0420");
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

Tensor column_of_truths() {
    Tensor tensor({DataType::boolean, {2, 1}, {}});
    tensor.elements<bool>()[0] = true;
    return tensor;
}

} // namespace

TEST(Where, ChoosesWithBroadcasting) {
    SingleNode node("where");
    node.input(column_of_truths())
        .input(Tensor::of<std::int64_t>({3}, {1, 2, 3}))
        .input(Tensor::of<std::int64_t>({}, {-1}));
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int64_t>({2, 3}, {1, 2, 3, -1, -1, -1}));
}

TEST(Where, RejectsOtherConditionsAndTypesThatDiffer) {
    EXPECT_EQ(SingleNode("where").bias({1}).bias({1}).bias({1}).rejection(), "E0420");
    EXPECT_EQ(SingleNode("where").input(column_of_truths()).bias({1}).floats({1}, {1}).rejection(), "E0420");
}

TEST(Where, RejectsScalesThatDiffer) {
    SingleNode node("where");
    node.input(column_of_truths()).codes({1}, {1}, per_tensor(0.5F, 0)).codes({1}, {1}, per_tensor(0.25F, 0));
    EXPECT_EQ(node.rejection(), "E0423");
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

Attributes window(Integers size, Integers stride = {1, 1, 1}) {
    return {{"window", std::move(size)}, {"stride", std::move(stride)}};
}

} // namespace

TEST(Pool3d, PoolsCubes) {
    const Floats values = {1, 2, 3, 4, 5, 6, 7, 8};
    EXPECT_EQ(
        SingleNode("average_pool3d", window({2, 2, 2})).floats({1, 2, 2, 2, 1}, values).evaluate_floats(), Floats{4.5F}
    );
    EXPECT_EQ(
        SingleNode("max_pool3d", window({1, 2, 2})).floats({1, 2, 2, 2, 1}, values).evaluate_floats(), (Floats{4, 8})
    );
    SingleNode lp("lp_pool3d", window({1, 1, 2}, {1, 1, 2}));
    EXPECT_EQ(lp.floats({1, 1, 1, 4, 1}, {3, -4, 5, 12}).evaluate_floats(), (Floats{5, 13}));
}

TEST(Pool3d, AveragesTapsInsideOnly) {
    Attributes attributes = window({1, 1, 2});
    attributes.set("padding", Integers{0, 0, 1, 0, 0, 0});
    SingleNode node("average_pool3d", attributes);
    EXPECT_EQ(node.floats({1, 1, 1, 3, 1}, {2, 4, 8}).evaluate_floats(), (Floats{2, 3, 6}));
}

TEST(Pool3d, DilatesTheWindow) {
    Attributes attributes = window({1, 1, 2});
    attributes.set("dilation", Integers{1, 1, 2});
    SingleNode node("max_pool3d", attributes);
    EXPECT_EQ(node.floats({1, 1, 1, 4, 1}, {9, 7, 5, 8}).evaluate_floats(), (Floats{9, 8}));
}

TEST(Pool3d, TakesAnyNorm) {
    Attributes attributes = window({1, 1, 2});
    attributes.set("p", 3.0);
    SingleNode node("lp_pool3d", attributes);
    EXPECT_FLOAT_EQ(node.floats({1, 1, 1, 2, 1}, {2, -3}).evaluate_floats().at(0), 3.2710663F); // 35^(1/3)
}

TEST(Pool3d, FindsTheLargestIntegers) {
    const Tensor input = Tensor::of<std::uint8_t>({1, 1, 1, 3, 1}, {200, 3, 7});
    EXPECT_EQ(
        SingleNode("max_pool3d", window({1, 1, 2})).input(input).evaluate(),
        Tensor::of<std::uint8_t>({1, 1, 1, 2, 1}, {200, 7})
    );
}

TEST(Pool3d, NumbersPlacesChannelsFirst) {
    // Channels 5 3 / 1 4 and 0 0 / 9 0; a tie goes to the first.
    SingleNode node("max_pool3d_indices", window({1, 2, 2}));
    const Tensor image = Tensor::of<float>({1, 1, 2, 2, 2}, {5, 0, 3, 0, 1, 9, 4, 0});
    EXPECT_EQ(node.input(image).evaluate(), Tensor::of<std::int64_t>({1, 1, 1, 1, 2}, {0, 6}));
    Attributes attributes = window({1, 2, 2});
    attributes.set("column_major", std::int64_t{1});
    SingleNode column("max_pool3d_indices", attributes);
    EXPECT_EQ(column.input(image).evaluate(), Tensor::of<std::int64_t>({1, 1, 1, 1, 2}, {0, 5}));
    SingleNode tie("max_pool3d_indices", window({1, 1, 2}));
    EXPECT_EQ(tie.floats({1, 1, 1, 2, 1}, {7, 7}).evaluate(), Tensor::of<std::int64_t>({1, 1, 1, 1, 1}, {0}));
}

TEST(Pool3d, RejectsWindowsThatDoNotFit) {
    EXPECT_EQ(SingleNode("max_pool3d", window({1, 1, 3})).floats({1, 1, 1, 2, 1}, {1, 2}).rejection(), "E0421");
    EXPECT_EQ(SingleNode("max_pool3d", window({1, 2})).floats({1, 1, 1, 2, 1}, {1, 2}).rejection(), "E0422");
    Attributes attributes = window({1, 1, 1});
    attributes.set("padding", Integers{0, 0, 1, 0, 0, 0});
    EXPECT_EQ(SingleNode("max_pool3d", attributes).floats({1, 1, 1, 2, 1}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(SingleNode("max_pool3d", window({1, 1, 1})).floats({2}, {1, 2}).rejection(), "E0421");
    const Tensor integers = Tensor::of<std::int32_t>({1, 1, 1, 1, 1}, {1});
    EXPECT_EQ(SingleNode("average_pool3d", window({1, 1, 1})).input(integers).rejection(), "E0420");
}

} // namespace thimble

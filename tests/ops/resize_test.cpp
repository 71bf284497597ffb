// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

SingleNode resize(Attributes attributes, const Integers& shape, const Reals& scales = {}) {
    attributes.set("shape", shape);
    attributes.set("scales", scales);
    return SingleNode("resize", std::move(attributes));
}

std::string word(const char* text) {
    return text;
}

} // namespace

TEST(Resize, TakesTheNearest) {
    EXPECT_EQ(resize({}, {4}, {2.0}).floats({2}, {1, 2}).evaluate_floats(), (Floats{1, 1, 2, 2}));
    SingleNode floor = resize({{"coordinates", word("asymmetric")}, {"rounding", word("floor")}}, {2}, {0.5});
    EXPECT_EQ(floor.floats({4}, {1, 2, 3, 4}).evaluate_floats(), (Floats{1, 3}));
}

TEST(Resize, TakesTheNearestOfAnyType) {
    SingleNode node = resize({}, {2, 2});
    EXPECT_EQ(
        node.input(Tensor::of<std::int64_t>({1, 2}, {7, 8})).evaluate(), Tensor::of<std::int64_t>({2, 2}, {7, 8, 7, 8})
    );
}

TEST(Resize, InterpolatesBetweenHalfPixels) {
    SingleNode node = resize({{"mode", word("linear")}}, {4}, {2.0});
    EXPECT_EQ(node.floats({2}, {1, 3}).evaluate_floats(), (Floats{1, 1.5F, 2.5F, 3}));
}

TEST(Resize, InterpolatesBetweenCorners) {
    SingleNode node = resize({{"mode", word("linear")}, {"coordinates", word("align_corners")}}, {2, 3}, {1.0, 1.5});
    EXPECT_EQ(node.floats({2, 2}, {1, 3, 5, 7}).evaluate_floats(), (Floats{1, 2, 3, 5, 6, 7}));
}

TEST(Resize, InterpolatesCubically) {
    // Halfway between elements 1 and 2 with coefficient -0.75: weights -0.09375, 0.59375, 0.59375, -0.09375.
    SingleNode node = resize({{"mode", word("cubic")}, {"coordinates", word("asymmetric")}}, {8}, {2.0});
    const Floats found = node.floats({4}, {1, 2, 4, 8}).evaluate_floats();
    EXPECT_NEAR(found[3], -0.09375F + 2 * 0.59375F + 4 * 0.59375F - 8 * 0.09375F, 1e-6F);
    EXPECT_NEAR(found[4], 4.0F, 1e-6F);
}

TEST(Resize, LeavesOutWhatIsOutside) {
    // The first position is -0.25: element -1 with weight 0.25 is left out.
    SingleNode node = resize({{"mode", word("linear")}, {"excludes_outside", std::int64_t{1}}}, {4}, {2.0});
    EXPECT_NEAR(node.floats({2}, {1, 3}).evaluate_floats()[0], 1.0F, 1e-6F);
}

TEST(Resize, AveragesWhenItShrinksWithoutAliases) {
    // A kernel of twice the width: weights 1/8, 3/8, 3/8, 1/8 around the middle.
    SingleNode node = resize({{"mode", word("linear")}, {"antialiases", std::int64_t{1}}}, {2}, {0.5});
    const Floats found = node.floats({4}, {0, 0, 8, 8}).evaluate_floats();
    EXPECT_NEAR(found[0], 1.0F, 1e-6F);
    EXPECT_NEAR(found[1], 7.0F, 1e-6F);
}

TEST(Resize, FillsWhatIsOutsideTheCrop) {
    const Attributes crop = {
        {"mode", word("linear")},
        {"coordinates", word("tf_crop_and_resize")},
        {"crop", Reals{0.0, 2.0}},
        {"extrapolation_value", 9.0}};
    EXPECT_EQ(resize(crop, {3}, {1.0}).floats({3}, {1, 2, 3}).evaluate_floats(), (Floats{1, 3, 9}));
}

TEST(Resize, InterpolatesInt8AsTensorFlowLite) {
    SingleNode node = resize({{"mode", word("linear")}, {"coordinates", word("asymmetric")}}, {1, 1, 4, 1});
    node.codes({1, 1, 2, 1}, {-10, 21}, per_tensor(0.5F, 3)).output(per_tensor(0.5F, 3));
    // Halfway is 5.5, away from zero.
    EXPECT_EQ(node.evaluate_codes(), (Codes{-10, 6, 21, 21}));
}

TEST(Resize, RejectsWhatDoesNotFit) {
    EXPECT_EQ(resize({}, {2, 2}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(resize({}, {0}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(resize({}, {4}, {2.0, 1.0}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(resize({}, {4}, {0.0}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(resize({{"mode", word("area")}}, {4}).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(resize({{"mode", word("cubic")}}, {4}).input(Tensor::of<std::int32_t>({2}, {1, 2})).rejection(), "E0420");
}

} // namespace thimble

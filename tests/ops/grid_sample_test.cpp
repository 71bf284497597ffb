// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

/// Samples the image [[1, 2], [3, 4]] at one position (x, y).
float sample(const std::string& mode, const std::string& padding, std::int64_t aligns_corners, float x, float y) {
    SingleNode node("grid_sample", {{"mode", mode}, {"padding", padding}, {"aligns_corners", aligns_corners}});
    return node.floats({1, 1, 2, 2}, {1, 2, 3, 4}).floats({1, 1, 1, 2}, {x, y}).evaluate_floats().at(0);
}

} // namespace

TEST(GridSample, ReadsTheWidthFirst) {
    EXPECT_EQ(sample("nearest", "zeros", 1, 1.0F, -1.0F), 2.0F);
    EXPECT_EQ(sample("nearest", "zeros", 1, -1.0F, 1.0F), 3.0F);
}

TEST(GridSample, Interpolates) {
    EXPECT_FLOAT_EQ(sample("linear", "zeros", 1, 0.0F, 0.0F), 2.5F);
    // Without aligned corners -1 is the border of the image: a quarter of element 0 is within.
    EXPECT_FLOAT_EQ(sample("linear", "zeros", 0, -1.0F, -1.0F), 0.25F);
    EXPECT_FLOAT_EQ(sample("linear", "border", 0, -1.0F, -1.0F), 1.0F);
}

TEST(GridSample, ReflectsAtTheBorder) {
    // Position -1 with aligned corners mirrors to 1.
    EXPECT_FLOAT_EQ(sample("linear", "reflection", 1, -3.0F, -1.0F), 2.0F);
    EXPECT_FLOAT_EQ(sample("nearest", "zeros", 1, -3.0F, -1.0F), 0.0F);
}

TEST(GridSample, StaysWithinForAnyPosition) {
    for (const float x : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1e30F}) {
        for (const char* mode : {"nearest", "linear", "cubic"}) {
            EXPECT_EQ(sample(mode, "zeros", 0, x, 0.0F), 0.0F);
            sample(mode, "reflection", 0, x, 0.0F);
            sample(mode, "border", 0, x, 0.0F);
        }
    }
}

TEST(GridSample, RejectsWhatDoesNotFit) {
    SingleNode node("grid_sample");
    EXPECT_EQ(node.floats({1, 1, 2, 2}, {1, 2, 3, 4}).floats({1, 1, 1, 3}, {0, 0, 0}).rejection(), "E0421");
    SingleNode unknown("grid_sample", {{"mode", std::string("bicubic")}});
    EXPECT_EQ(unknown.floats({1, 1, 2, 2}, {1, 2, 3, 4}).floats({1, 1, 1, 2}, {0, 0}).rejection(), "E0422");
}

} // namespace thimble

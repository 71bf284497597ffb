// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

SingleNode cast_to(const std::string& type) {
    return SingleNode("cast", {{"to", type}});
}

} // namespace

TEST(Cast, TruncatesAndSaturatesFloats) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Tensor input = Tensor::of<float>({6}, {1.9F, -1.9F, 300.0F, -300.0F, 1e30F, nan});
    EXPECT_EQ(cast_to("int8").input(input).evaluate(), Tensor::of<std::int8_t>({6}, {1, -1, 127, -128, 127, 0}));
    EXPECT_EQ(cast_to("uint8").input(input).evaluate(), Tensor::of<std::uint8_t>({6}, {1, 0, 255, 0, 255, 0}));
    const std::int64_t highest = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(cast_to("int64").input(input).evaluate(), Tensor::of<std::int64_t>({6}, {1, -1, 300, -300, highest, 0}));
}

TEST(Cast, WrapsIntegersAround) {
    const Tensor input = Tensor::of<std::int32_t>({3}, {255, -129, 65536});
    EXPECT_EQ(cast_to("int8").input(input).evaluate(), Tensor::of<std::int8_t>({3}, {-1, 127, 0}));
    EXPECT_EQ(cast_to("uint8").input(input).evaluate(), Tensor::of<std::uint8_t>({3}, {255, 127, 0}));
    EXPECT_EQ(cast_to("float32").input(input).evaluate(), Tensor::of<float>({3}, {255, -129, 65536}));
}

TEST(Cast, TakesAnythingButZeroAsTrue) {
    const Tensor truth = cast_to("bool").floats({3}, {0.0F, -0.0F, 0.5F}).evaluate();
    EXPECT_EQ(cast_to("int16").input(truth).evaluate(), Tensor::of<std::int16_t>({3}, {0, 0, 1}));
}

TEST(Cast, RejectsAnUnknownType) {
    EXPECT_EQ(cast_to("int4").floats({1}, {1}).rejection(), "E0422");
}

} // namespace thimble

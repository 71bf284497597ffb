// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/float16.h"

#include <cmath>

#include <gtest/gtest.h>

namespace thimble {

TEST(Float16, WidensWithoutLoss) {
    EXPECT_EQ(widened(0x3C00), 1.0F);
    EXPECT_EQ(widened(0xC100), -2.5F);
    EXPECT_EQ(widened(0x7BFF), 65504.0F);
    EXPECT_EQ(widened(0x0001), 0x1p-24F);
    EXPECT_EQ(widened(0x0400), 0x1p-14F);
    EXPECT_TRUE(std::signbit(widened(0x8000)));
    EXPECT_EQ(widened(0xFC00), -INFINITY);
    EXPECT_TRUE(std::isnan(widened(0x7E00)));
}

} // namespace thimble

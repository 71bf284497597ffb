// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/permutation.h"
#include "thimble/passes/reshape_groups.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

const Permutation to_channels_last = {0, 2, 3, 1};
const Permutation to_channels_first = {0, 3, 1, 2};

TEST(Permutation, ComposesToTheIdentityWithItsInverse) {
    EXPECT_EQ(inverse(to_channels_last), to_channels_first);
    EXPECT_TRUE(is_identity(compose(to_channels_last, to_channels_first)));
    EXPECT_FALSE(is_identity(to_channels_last));
}

TEST(Permutation, MovesElementsAsTransposeDoes) {
    const Tensor tensor = Tensor::of<std::int8_t>({1, 2, 1, 3}, {1, 2, 3, 4, 5, 6});
    EXPECT_EQ(permute(tensor, to_channels_last), Tensor::of<std::int8_t>({1, 1, 3, 2}, {1, 4, 2, 5, 3, 6}));
}

TEST(Permutation, MovesTheAxisOfScales) {
    const TensorType type = {DataType::int8, {3, 1, 1, 2}, Quantization{{1.0F, 2.0F, 3.0F}, {0, 0, 0}, 0}};
    EXPECT_EQ(permute(type, {3, 1, 2, 0}).quantization->axis, 3U);
}

TEST(Permutation, KeepsBytesWhereOnlyExtentsOfOneMove) {
    EXPECT_TRUE(keeps_bytes({1, 1, 4, 5}, to_channels_last));
    EXPECT_TRUE(keeps_bytes({2, 3, 1, 1}, to_channels_last));
    EXPECT_FALSE(keeps_bytes({1, 2, 4, 5}, to_channels_last));
}

TEST(ReshapeGroups, FollowAxesThroughSplitsAndMerges) {
    const auto groups = ReshapeGroups::between({2, 6, 4, 5}, {2, 3, 2, 20});
    ASSERT_TRUE(groups);
    const auto order = groups->order_of_input(to_channels_last);
    ASSERT_TRUE(order);
    EXPECT_EQ(groups->output_permutation(*order), (Permutation{0, 3, 1, 2}));
}

TEST(ReshapeGroups, AreNotTornApart) {
    const auto groups = ReshapeGroups::between({2, 3, 4, 5}, {2, 12, 5});
    ASSERT_TRUE(groups);
    EXPECT_FALSE(groups->order_of_input(to_channels_last));
}

TEST(ReshapeGroups, IgnoreExtentsOfOne) {
    const auto groups = ReshapeGroups::between({1, 3, 1, 1}, {1, 3});
    ASSERT_TRUE(groups);
    const auto order = groups->order_of_input(to_channels_last);
    ASSERT_TRUE(order);
    EXPECT_TRUE(is_identity(groups->output_permutation(*order)));
}

TEST(ReshapeGroups, NeedElements) {
    EXPECT_FALSE(ReshapeGroups::between({0, 3}, {3, 0}));
}

} // namespace
} // namespace thimble

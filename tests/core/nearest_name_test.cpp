// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/nearest_name.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(EditDistance, CountsEachKindOfEditAsOne) {
    EXPECT_EQ(edit_distance("cortex", "cortex"), 0u);
    EXPECT_EQ(edit_distance("cortx", "cortex"), 1u);
    EXPECT_EQ(edit_distance("corttex", "cortex"), 1u);
    EXPECT_EQ(edit_distance("cortox", "cortex"), 1u);
    EXPECT_EQ(edit_distance("cotrex", "cortex"), 1u);
    EXPECT_EQ(edit_distance("", "abc"), 3u);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(NearestName, FindsTheMisspeltTarget) {
    const std::vector<std::string> targets = {"cortex-m0", "cortex-m4", "host", "microbit"};
    EXPECT_EQ(nearest_name("cortexm4", targets), "cortex-m4");
    EXPECT_EQ(nearest_name("micobit", targets), "microbit");
    EXPECT_EQ(nearest_name("hots", targets), "host");
}

TEST(NearestName, TakesTheFirstOfEquals) {
    EXPECT_EQ(nearest_name("cortex-m9", {"cortex-m0", "cortex-m4"}), "cortex-m0");
}

TEST(NearestName, SuggestsNothingForAnUnrelatedWord) {
    EXPECT_EQ(nearest_name("esp32", {"cortex-m0", "microbit"}), std::nullopt);
    EXPECT_EQ(nearest_name("anything", {}), std::nullopt);
    EXPECT_EQ(did_you_mean("esp32", {"microbit"}), "");
}

TEST(NearestName, ReadsAsAHint) {
    EXPECT_EQ(did_you_mean("compil", {"compile", "run"}), "did you mean `compile`?");
}

} // namespace
} // namespace thimble

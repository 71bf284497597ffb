// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/driver/budget.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(Budget, CountsBytesInPowersOf1024) {
    EXPECT_EQ(parse_byte_count("32K"), 32768U);
    EXPECT_EQ(parse_byte_count("1.5M"), 1572864U);
    EXPECT_EQ(parse_byte_count("256KiB"), 262144U);
    EXPECT_EQ(parse_byte_count("4096"), 4096U);
}

TEST(Budget, CountsInstructionsInPowersOf1000) {
    EXPECT_EQ(parse_count("5M"), 5000000U);
    EXPECT_EQ(parse_count("750k"), 750000U);
}

TEST(Budget, RefusesWhatIsNoSize) {
    for (const char* text : {"", "K", "-3", "12Q", "lots", "1e99", "nan", "5 M"}) {
        EXPECT_THROW(parse_byte_count(text), OptionError) << text;
    }
}

TEST(Budget, HoldsUpToTheLimit) {
    EXPECT_TRUE((BudgetUse{"RAM", 10, 10}).holds());
    EXPECT_FALSE((BudgetUse{"RAM", 11, 10}).holds());
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/emit/text_template.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(TextTemplate, FillsEveryGap) {
    EXPECT_EQ(fill_template("@a@_init(@b@); @a@", {{"a", "kws"}, {"b", "x"}}), "kws_init(x); kws");
}

TEST(TextTemplate, LeavesOtherAtSignsAlone) {
    EXPECT_EQ(fill_template("me@home @@ @ a@", {}), "me@home @@ @ a@");
}

TEST(TextTemplate, DoesNotFillValuesAgain) {
    EXPECT_EQ(fill_template("@a@", {{"a", "@a@"}}), "@a@");
}

TEST(TextTemplate, RejectsAGapWithoutAValue) {
    EXPECT_THROW(fill_template("@missing@", {}), InternalError);
}

} // namespace
} // namespace thimble

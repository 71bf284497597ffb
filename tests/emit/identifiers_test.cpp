// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/identifiers.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(Identifiers, KeepsALegalName) {
    EXPECT_EQ(c_identifier("conv2d_1"), "conv2d_1");
    EXPECT_EQ(c_identifier("Kws"), "Kws");
}

TEST(Identifiers, ReplacesRunsOfOtherCharactersByOneUnderscore) {
    EXPECT_EQ(c_identifier("model/conv2d--bn:0"), "model_conv2d_bn_0");
    EXPECT_EQ(
        c_identifier("gr\xc3\xb6\xc3\x9f"
                     "e"),
        "gr_e"
    );
    EXPECT_EQ(c_identifier("a\nb"), "a_b");
}

TEST(Identifiers, AvoidsWhatCAndCppReserve) {
    EXPECT_EQ(c_identifier("_Upper"), "Upper");
    EXPECT_EQ(c_identifier("two__underscores"), "two_underscores");
    EXPECT_EQ(c_identifier("trailing_"), "trailing");
    EXPECT_EQ(c_identifier("class"), "class_");
    EXPECT_EQ(c_identifier("while"), "while_");
    EXPECT_EQ(c_identifier("NULL"), "NULL_");
    EXPECT_EQ(c_identifier("restrict"), "restrict_");
    EXPECT_EQ(c_identifier("main"), "main_");
}

TEST(Identifiers, NeverStartsWithADigitOrStaysEmpty) {
    EXPECT_EQ(c_identifier("3x3"), "n3x3");
    EXPECT_EQ(c_identifier(""), "unnamed");
    EXPECT_EQ(c_identifier("///"), "unnamed");
}

TEST(Identifiers, MacroPrefixIsUpperCase) {
    EXPECT_EQ(macro_prefix("kws_2b"), "KWS_2B");
}

TEST(UniqueIdentifiers, NumbersRepeatedNames) {
    UniqueIdentifiers identifiers;
    EXPECT_EQ(identifiers.make("conv"), "conv");
    EXPECT_EQ(identifiers.make("conv"), "conv_2");
    EXPECT_EQ(identifiers.make("conv!"), "conv_3");
}

TEST(UniqueIdentifiers, SkipsNumbersThatAreNamesThemselves) {
    UniqueIdentifiers identifiers;
    identifiers.make("conv_2");
    identifiers.make("conv");
    EXPECT_EQ(identifiers.make("conv"), "conv_3");
}

TEST(UniqueIdentifiers, KeepsNumberedKeywordsFreeOfDoubleUnderscores) {
    UniqueIdentifiers identifiers;
    EXPECT_EQ(identifiers.make("class"), "class_");
    EXPECT_EQ(identifiers.make("class"), "class_2");
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/literals.h"

#include <bit>
#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(Literals, SmallestIntegerIsAnExpression) {
    EXPECT_EQ(integer_literal(std::numeric_limits<std::int32_t>::min()), "(-2147483647 - 1)");
    EXPECT_EQ(integer_literal(-2147483647), "-2147483647");
    EXPECT_EQ(integer_literal(std::numeric_limits<std::int64_t>::min()), "(-9223372036854775807 - 1)");
}

TEST(Literals, FloatsAlwaysLookLikeFloats) {
    EXPECT_EQ(float_literal(1.0F), "1.0f");
    EXPECT_EQ(float_literal(-0.0F), "-0.0f");
    EXPECT_EQ(float_literal(0.1F), "0.1f");
    EXPECT_EQ(float_literal(1e20F), "1e+20f");
}

TEST(Literals, InfinitiesAndNotANumberCompile) {
    EXPECT_EQ(float_literal(std::numeric_limits<float>::infinity()), "__builtin_inff()");
    EXPECT_EQ(float_literal(-std::numeric_limits<float>::infinity()), "-__builtin_inff()");
    EXPECT_EQ(float_literal(std::numeric_limits<float>::quiet_NaN()), "__builtin_nanf(\"\")");
}

TEST(Literals, FloatsReadBackTheSame) {
    std::uint32_t state = 1;
    for (int count = 0; count < 2000; ++count) {
        state = state * 1664525U + 1013904223U;
        const float value = std::bit_cast<float>(state);
        if (value - value == 0.0F) { // finite
            EXPECT_EQ(std::bit_cast<std::uint32_t>(std::strtof(float_literal(value).c_str(), nullptr)), state);
        }
    }
}

TEST(Literals, ElementsFollowTheirType) {
    const std::vector<std::byte> bytes = {std::byte{0xFF}, std::byte{0xFF}, std::byte{0x00}, std::byte{0x80}};
    using Texts = std::vector<std::string>;
    EXPECT_EQ(element_literals(DataType::int8, bytes), (Texts{"-1", "-1", "0", "-128"}));
    EXPECT_EQ(element_literals(DataType::uint8, bytes), (Texts{"255", "255", "0", "128"}));
    EXPECT_EQ(element_literals(DataType::int16, bytes), (Texts{"-1", "-32768"}));
    EXPECT_EQ(element_literals(DataType::int32, bytes), (Texts{"-2147418113"}));
}

TEST(Literals, ListsStayWithinAHundredColumns) {
    const std::string text = wrapped_list(std::vector<std::string>(100, "-128"));
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
        EXPECT_LE(end - begin, 100U);
        begin = end + 1;
    }
    EXPECT_EQ(begin, text.size());
    EXPECT_EQ(wrapped_list({}), "");
}

TEST(Literals, CommentsCannotEndOrContinueTheirLine) {
    EXPECT_EQ(comment_text("a\nb\\"), "a_b_");
    EXPECT_EQ(comment_text(std::string(500, 'x')).size(), 120U);
}

TEST(Literals, RealValuesReadWell) {
    EXPECT_EQ(real_value_text({{0.5F}, {0}, 0}), "0.5 * stored");
    EXPECT_EQ(real_value_text({{0.5F}, {3}, 0}), "0.5 * (stored - 3)");
    EXPECT_EQ(real_value_text({{0.5F}, {-128}, 0}), "0.5 * (stored + 128)");
}

TEST(Literals, StringsAreEscaped) {
    EXPECT_EQ(string_literal("say \"hi\"\\\n"), R"("say \"hi\"\\\012")");
    EXPECT_EQ(string_literal("?\?="), R"("\?\?=")");
}

} // namespace
} // namespace thimble

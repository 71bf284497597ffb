// SPDX-License-Identifier: Apache-2.0
// Numbers in graph text: every bit pattern survives.
#include "thimble/ir/text_number.h"

#include <bit>
#include <cstdint>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace thimble {
namespace {

std::uint32_t bits_after_round_trip(std::uint32_t bits) {
    const auto parsed = parse_real<float>(format_real(std::bit_cast<float>(bits)));
    return parsed ? std::bit_cast<std::uint32_t>(*parsed) : ~bits;
}

TEST(TextNumber, WritesTheShortestDecimal) {
    EXPECT_EQ(format_real(0.1F), "0.1");
    EXPECT_EQ(format_real(0.1), "0.1");
    EXPECT_EQ(format_real(1.0), "1");
    EXPECT_EQ(format_real(-0.0F), "-0");
    EXPECT_EQ(format_real(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(TextNumber, EveryFloatReadsBackToTheSameBits) {
    std::mt19937 generator(7);
    for (int repetition = 0; repetition < 20000; ++repetition) {
        const auto bits = static_cast<std::uint32_t>(generator());
        ASSERT_EQ(bits_after_round_trip(bits), bits) << format_real(std::bit_cast<float>(bits));
    }
}

TEST(TextNumber, ExtremesAndNanPayloadsReadBackToTheSameBits) {
    for (const std::uint32_t bits :
         {0x00000000U, 0x80000000U, 0x00000001U, 0x807FFFFFU, 0x00800000U, 0x7F7FFFFFU, 0x7F800000U, 0xFF800000U,
          0x7FC00000U, 0xFFC00000U, 0x7FC12345U, 0x7F800001U}) {
        EXPECT_EQ(bits_after_round_trip(bits), bits) << std::hex << bits;
    }
    const auto payload = std::bit_cast<double>(0x7FF8000000000123U);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(parse_real<double>(format_real(payload)).value()), 0x7FF8000000000123U);
}

TEST(TextNumber, RejectsWhatIsNoNumberOrDoesNotFit) {
    for (const char* word : {"", "x", "1x", "1e99", "nan_", "nan_3f800000", "nan_7fc00000x", "0x10", "--1"}) {
        EXPECT_FALSE(parse_real<float>(word).has_value()) << word;
    }
}

} // namespace
} // namespace thimble

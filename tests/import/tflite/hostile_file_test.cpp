// SPDX-License-Identifier: Apache-2.0
// Damaged copies of a real model: each imports, or is a ModelError; nothing else happens.
#include "thimble/core/error.h"
#include "thimble/import/tflite/import_tflite.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace thimble {

namespace {

std::vector<std::byte> digits_model() {
    std::ifstream stream(THIMBLE_SOURCE_DIR "/examples/digits/digits.tflite", std::ios::binary);
    const std::vector<char> content{std::istreambuf_iterator<char>(stream), {}};
    std::vector<std::byte> bytes;
    for (const char letter : content) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    return bytes;
}

/// Every so many bytes or words is damaged, in turn; a divisor of neither, so that all kinds of fields are met.
constexpr std::size_t stride = 5;

/// Whether the file imports; any exception but ModelError fails the test.
bool imports(const std::vector<std::byte>& file) {
    Diagnostics diagnostics;
    try {
        import_tflite(file, "damaged.tflite", diagnostics);
        return true;
    } catch (const ModelError& error) {
        EXPECT_FALSE(error.code().empty());
        EXPECT_EQ(error.context().file, "damaged.tflite");
        return false;
    }
}

} // namespace

TEST(HostileFile, TruncatedAnywhere) {
    const std::vector<std::byte> whole = digits_model();
    ASSERT_TRUE(imports(whole));
    for (std::size_t length = 0; length < whole.size(); length += 97) {
        EXPECT_FALSE(imports({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)})) << length;
    }
}

TEST(HostileFile, BitsFlipped) {
    const std::vector<std::byte> whole = digits_model();
    std::size_t rejected = 0;
    for (std::size_t index = 0; index < whole.size(); index += stride) {
        std::vector<std::byte> damaged = whole;
        damaged[index] ^= static_cast<std::byte>(1U << (index * 5 % 8));
        rejected += imports(damaged) ? 0 : 1;
    }
    EXPECT_GT(rejected, 100U);
    EXPECT_LT(rejected, whole.size() / stride);
}

TEST(HostileFile, WordsOverwritten) {
    const std::vector<std::byte> whole = digits_model();
    for (const std::byte filler : {std::byte{0x00}, std::byte{0x7F}, std::byte{0x80}, std::byte{0xFF}}) {
        for (std::size_t index = 8; index + 4 <= whole.size(); index += 4 * stride) {
            std::vector<std::byte> damaged = whole;
            std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(index), 4, filler);
            imports(damaged);
        }
    }
}

TEST(HostileFile, PiecesExchanged) {
    const std::vector<std::byte> whole = digits_model();
    std::uint32_t state = 12345;
    const auto next = [&](std::size_t limit) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8U) % limit;
    };
    for (int repeat = 0; repeat < 2000; ++repeat) {
        std::vector<std::byte> damaged = whole;
        for (int piece = 0; piece < 4; ++piece) {
            const std::size_t length = 1 + next(16);
            const std::size_t from = next(whole.size() - length);
            const std::size_t to = 8 + next(whole.size() - length - 8);
            std::copy_n(
                whole.begin() + static_cast<std::ptrdiff_t>(from), length,
                damaged.begin() + static_cast<std::ptrdiff_t>(to)
            );
        }
        imports(damaged);
    }
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The examples that NIST publishes with FIPS 180-4.
#include "thimble/emit/sha256.h"

#include <string_view>

#include <gtest/gtest.h>

namespace thimble {
namespace {

std::string hash_of(std::string_view text) {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(text)));
    return hash.finish();
}

TEST(Sha256, HashesOneBlock) {
    EXPECT_EQ(hash_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, HashesTwoBlocks) {
    EXPECT_EQ(
        hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    );
}

TEST(Sha256, HashesNothing) {
    EXPECT_EQ(hash_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, PiecesMakeNoDifference) {
    Sha256 hash;
    const std::string_view text = "abc";
    hash.add(std::as_bytes(std::span(text.substr(0, 1))));
    hash.add({});
    hash.add(std::as_bytes(std::span(text.substr(1))));
    EXPECT_EQ(hash.finish(), hash_of("abc"));
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/sha256.h"

#include <bit>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The block's sixteen words, big-endian, extended to one for each round.
std::array<std::uint32_t, 64> message_schedule(const std::array<std::uint8_t, 64>& block) {
    std::array<std::uint32_t, 64> words = {};
    for (std::size_t index = 0; index < block.size(); ++index) {
        words[index / 4] = words[index / 4] << 8U | block[index];
    }
    for (std::size_t index = 16; index < words.size(); ++index) {
        const std::uint32_t near = words[index - 2];
        const std::uint32_t far = words[index - 15];
        words[index] = words[index - 16] + words[index - 7] + (std::rotr(far, 7) ^ std::rotr(far, 18) ^ far >> 3U) +
                       (std::rotr(near, 17) ^ std::rotr(near, 19) ^ near >> 10U);
    }
    return words;
}

} // namespace

void Sha256::process_block() {
    const std::array<std::uint32_t, 64> words = message_schedule(block_);
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t round = 0; round < words.size(); ++round) {
        const std::uint32_t choice = (e & f) ^ (~e & g);
        const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + choice +
                                    round_constants[round] + words[round];
        const std::uint32_t second = (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + majority;
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + second;
    }
    const std::array<std::uint32_t, 8> added = {a, b, c, d, e, f, g, h};
    for (std::size_t index = 0; index < state_.size(); ++index) {
        state_[index] += added[index];
    }
    block_size_ = 0;
}

void Sha256::add_byte(std::uint8_t byte) {
    block_[block_size_++] = byte;
    if (block_size_ == block_.size()) {
        process_block();
    }
}

void Sha256::add(std::span<const std::byte> bytes) {
    total_bytes_ += bytes.size();
    for (const std::byte byte : bytes) {
        add_byte(static_cast<std::uint8_t>(byte));
    }
}

std::string Sha256::finish() {
    const std::uint64_t total_bits = total_bytes_ * 8;
    add_byte(0x80);
    while (block_size_ != 56) {
        add_byte(0);
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
        add_byte(static_cast<std::uint8_t>(total_bits >> shift));
    }
    std::string digits;
    for (const std::uint32_t word : state_) {
        digits += fmt::format("{:08x}", word);
    }
    return digits;
}

} // namespace thimble

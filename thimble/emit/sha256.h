// SPDX-License-Identifier: Apache-2.0
// SHA-256, which names the weights of an emitted library in its model card.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace thimble {

/// Hashes bytes that arrive in pieces. Source: NIST FIPS 180-4, "Secure Hash Standard", 2015, section 6.2.
class Sha256 {
public:
    void add(std::span<const std::byte> bytes);

    /// The hash of everything added, as 64 hexadecimal digits. Nothing can be added afterwards.
    std::string finish();

private:
    void add_byte(std::uint8_t byte);
    void process_block();

    std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> block_ = {};
    std::size_t block_size_ = 0;
    std::uint64_t total_bytes_ = 0;
};

} // namespace thimble

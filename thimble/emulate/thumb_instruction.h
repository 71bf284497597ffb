// SPDX-License-Identifier: Apache-2.0
// What kind of work a Thumb instruction is, as far as its timing depends on it.
// Source: Arm Architecture Reference Manuals of Armv6-M and Armv7-M, encodings of chapter A5.
#pragma once

#include <array>
#include <cstdint>

namespace thimble {

enum class ThumbKind : std::uint8_t {
    simple, ///< data processing, SIMD, simple floating point
    load,
    store,
    load_multiple,
    store_multiple,
    branch,             ///< always taken, including returns through a register
    branch_conditional, ///< taken or not
    branch_with_link,
    multiply,                 ///< 32 bits of product, also of two halfwords or four, with or without a sum
    multiply_accumulate,      ///< MLA, MLS
    long_multiply,            ///< SMULL, UMULL
    long_multiply_accumulate, ///< SMLAL, UMLAL, UMAAL
    divide,
    float_multiply_accumulate,
    float_divide,
};

struct ThumbInstruction {
    ThumbKind kind = ThumbKind::simple;
    std::uint32_t register_count = 0; ///< words moved by loads and stores
    bool writes_pc = false;           ///< a load that also branches
};

/// `bytes` in memory order; `size_bytes` is 2 or 4.
ThumbInstruction decode_thumb(const std::array<std::uint8_t, 4>& bytes, std::uint32_t size_bytes);

} // namespace thimble

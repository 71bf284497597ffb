// SPDX-License-Identifier: Apache-2.0
#include "plugins/instruction_size.h"

#include <array>

#include <gtest/gtest.h>

namespace thimble::count {
namespace {

using Bytes = std::array<std::uint8_t, 4>;

TEST(InstructionSize, ThumbHasTwoLengths) {
    EXPECT_EQ(instruction_size(InstructionSet::thumb, Bytes{0x03, 0x21}.data()), 2u);             // movs r1, #3
    EXPECT_EQ(instruction_size(InstructionSet::thumb, Bytes{0xfe, 0xe7}.data()), 2u);             // b .
    EXPECT_EQ(instruction_size(InstructionSet::thumb, Bytes{0x4f, 0xf0, 0x0a, 0x02}.data()), 4u); // mov.w r2, #10
    EXPECT_EQ(instruction_size(InstructionSet::thumb, Bytes{0xd0, 0xe9, 0x00, 0x12}.data()), 4u); // ldrd r1, r2, [r0]
}

TEST(InstructionSize, RiscvHasTwoLengths) {
    EXPECT_EQ(instruction_size(InstructionSet::riscv, Bytes{0x82, 0x80}.data()), 2u);             // ret
    EXPECT_EQ(instruction_size(InstructionSet::riscv, Bytes{0x13, 0x00, 0x00, 0x00}.data()), 4u); // nop
}

TEST(InstructionSize, Aarch64HasOneLength) {
    EXPECT_EQ(instruction_size(InstructionSet::aarch64, Bytes{0xc0, 0x03, 0x5f, 0xd6}.data()), 4u); // ret
    EXPECT_EQ(instruction_size(InstructionSet::aarch64, Bytes{}.data()), 4u);
}

TEST(InstructionSize, GuestsAreKnownByQemusNames) {
    EXPECT_EQ(instruction_set_of("arm"), InstructionSet::thumb);
    EXPECT_EQ(instruction_set_of("riscv32"), InstructionSet::riscv);
    EXPECT_EQ(instruction_set_of("aarch64"), InstructionSet::aarch64);
    EXPECT_EQ(instruction_set_of("x86_64"), std::nullopt);
}

} // namespace
} // namespace thimble::count

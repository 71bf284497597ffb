// SPDX-License-Identifier: Apache-2.0
// The length of an instruction from its first bytes, for the instruction sets that are counted. QEMU 7.2 reports one
// halfword too many for the last Thumb instruction of a page, because it looks ahead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace thimble::count {

enum class InstructionSet : std::uint8_t { thumb, riscv, aarch64 };

/// From QEMU's name of the guest; empty where its instructions cannot be measured.
inline std::optional<InstructionSet> instruction_set_of(std::string_view guest) {
    if (guest == "arm") {
        return InstructionSet::thumb;
    }
    if (guest == "riscv32" || guest == "riscv64") {
        return InstructionSet::riscv;
    }
    return guest == "aarch64" ? std::optional(InstructionSet::aarch64) : std::nullopt;
}

/// Shapes: `bytes` holds at least two.
/// Source: ARMv7-M Architecture Reference Manual, A5.1 (32 bits where the first halfword begins with 0b11101, 0b11110
/// or 0b11111); RISC-V Unprivileged ISA, 1.5 (32 bits where the two lowest bits are set); A64 knows one length.
inline std::size_t instruction_size(InstructionSet set, const std::uint8_t* bytes) {
    switch (set) {
    case InstructionSet::thumb:
        return (bytes[1] >> 3) >= 0x1d ? 4 : 2;
    case InstructionSet::riscv:
        return (bytes[0] & 3) == 3 ? 4 : 2;
    case InstructionSet::aarch64:
        break;
    }
    return 4;
}

} // namespace thimble::count

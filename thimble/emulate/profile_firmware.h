// SPDX-License-Identifier: Apache-2.0
// Exact instruction counts of one warm inference, per layer and function, from the QEMU plugin.
#pragma once

#include "thimble/emulate/firmware.h"
#include "thimble/target/target.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace thimble {

/// How often one instruction ran within one layer.
struct InstructionCount {
    std::uint32_t layer = 0;
    std::uint64_t address = 0;
    std::array<std::uint8_t, 4> bytes{}; ///< in memory order
    std::uint8_t size_bytes = 0;
    std::uint64_t count = 0;
};

struct FunctionCount {
    std::string name; ///< demangled
    std::uint64_t instructions = 0;
};

/// Skipped instructions of IT blocks count as executed.
struct FirmwareProfile {
    std::uint64_t instructions = 0;                ///< sum over the layers
    std::vector<std::uint64_t> layer_instructions; ///< by layer
    std::vector<FunctionCount> functions;          ///< most expensive first
    std::vector<InstructionCount> counts;          ///< by layer, then address
    std::uint64_t stack_bytes = 0;
    FirmwareSizes sizes;
};

/// Where the QEMU plugin is: the variable THIMBLE_PLUGIN, or plugins/thimble_count.so beside this program.
/// Errors: EnvironmentError E0617 when it is not there.
std::filesystem::path find_counter_plugin();

/// Errors: OptionError E0111 for a target that runs natively, without an instruction counter.
void require_instruction_counter(const Target& target);

/// Runs `input` (all inputs concatenated) twice and counts the second inference.
/// Errors: as run_firmware; OptionError E0111 for a target without an instruction counter; EnvironmentError E0617 when
/// the plugin is missing; InternalError when the firmware was built without layer marks.
FirmwareProfile profile_firmware(
    const Firmware& firmware, const Target& target, const std::vector<std::byte>& input,
    std::chrono::milliseconds timeout = std::chrono::minutes(10)
);

} // namespace thimble

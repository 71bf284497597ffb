// SPDX-License-Identifier: Apache-2.0
// Runs a firmware over input vectors: in the target's emulator, or as a native program for the host.
#pragma once

#include "thimble/emulate/firmware.h"
#include "thimble/target/target.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace thimble {

struct RunOptions {
    std::chrono::milliseconds timeout{600000};
    std::vector<std::string> emulator_arguments; ///< after the firmware's path
    std::vector<EmittedFile> files;              ///< put beside input.bin, in the emulator's working folder
    std::vector<std::string> collect;            ///< names of files that the emulator writes there
};

struct FirmwareRun {
    std::vector<std::vector<std::byte>> outputs; ///< one a vector, all outputs in order
    std::uint64_t stack_bytes = 0;               ///< measured by painting: deepest over all vectors
    std::vector<std::string> collected;          ///< contents of `RunOptions::collect`
};

/// Each input vector holds all inputs concatenated in order.
/// Errors: CapacityError E0510 when the measured stack does not fit beside the rest, E0511 when it
/// overran what was left for it; EnvironmentError E0610 when the
/// emulator is missing, E0615 when the time is up, E0616 when the firmware fails; OptionError E0112 when a vector has
/// the wrong length.
FirmwareRun run_firmware(
    const Firmware& firmware, const Target& target, const std::vector<std::vector<std::byte>>& inputs,
    const RunOptions& options = {}
);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What one inference costs on an emulated target: the data behind `thimble profile`.
#pragma once

#include "thimble/driver/compile_model.h"
#include "thimble/driver/progress.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thimble {

struct LayerProfile {
    std::string name;
    std::string op;
    std::uint64_t instructions = 0;
    std::optional<std::uint64_t> cycles_estimated;
    std::int64_t macs = 0;
};

struct FunctionProfile {
    std::string name;
    std::uint64_t instructions = 0;
};

struct ModelProfile {
    std::string target;
    std::uint64_t instructions = 0;                ///< measured: one warm inference
    std::optional<std::uint64_t> cycles_estimated; ///< zero wait states; empty for cores without timings here
    std::int64_t macs = 0;                         ///< recomputed ones included
    std::int64_t recomputed_macs = 0;              ///< done more than once
    std::size_t arena_bytes = 0;
    std::size_t stack_bytes = 0;         ///< measured by painting
    std::size_t flash_code_bytes = 0;    ///< measured in the linked firmware
    std::size_t flash_weight_bytes = 0;  ///< measured in the linked firmware
    std::size_t flash_harness_bytes = 0; ///< start-up and test harness, not part of the library
    std::vector<LayerProfile> layers;
    std::vector<FunctionProfile> functions; ///< most expensive first
};

/// Builds the firmware, runs it in the emulator and measures it.
/// Errors: CapacityError when it does not fit the target; EnvironmentError for missing tools;
/// OptionError for a target without an instruction counter (host).
ModelProfile profile(const CompiledModel& model, const ProgressSink& progress);

} // namespace thimble

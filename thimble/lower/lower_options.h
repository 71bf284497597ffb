// SPDX-License-Identifier: Apache-2.0
// What lowering may choose by.
#pragma once

#include "thimble/lower/kernel_choices.h"
#include "thimble/program/optimize.h"

#include <cstdint>

namespace thimble {

/// How much scratch memory kernels may ask for where more of it makes them faster.
enum class ScratchUse : std::uint8_t {
    free_memory, ///< what other layers need at the same place anyway
    little,      ///< a small part of the largest layer's memory, which leaves buffers free to move
};

/// Where the model's inputs lie.
enum class InputMemory : std::uint8_t {
    arena,  ///< the caller writes them there
    caller, ///< in memory of the caller's, which is only read
};

struct LowerOptions {
    Optimize optimize = Optimize::balanced;
    InputMemory inputs = InputMemory::arena;
    ScratchUse scratch_use = ScratchUse::free_memory;
    const KernelChoices* choices = nullptr; ///< for nodes of these names; outlives the lowering
};

} // namespace thimble

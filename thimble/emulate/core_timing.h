// SPDX-License-Identifier: Apache-2.0
// What kinds of instructions take on the cores for which Arm publishes it; docs/emulation.md has the table and what it
// leaves out.
#pragma once

#include "thimble/emulate/thumb_instruction.h"
#include "thimble/target/target.h"

#include <string_view>

namespace thimble {

/// Cycles with zero wait states. A range of the manual stands with its middle.
struct CoreTiming {
    std::string_view processor; ///< as in -mcpu=
    double refill = 0;          ///< that a taken branch adds for the pipeline
    double load = 2;
    double load_after_transfer = 2; ///< directly behind another load or store
    double store = 2;
    double multiply = 1;
    double multiply_accumulate = 1;
    double long_multiply = 1;
    double long_multiply_accumulate = 1;
    double divide = 0;
    double link = 0; ///< BL on top of a taken branch
};

/// The timing of the target's core, by its compile flags, or null.
const CoreTiming* find_timing(const Target& target);

/// Of one instruction, without the refill of a branch that may not be taken.
double instruction_cycles(const CoreTiming& timing, const ThumbInstruction& instruction, bool follows_transfer);

} // namespace thimble

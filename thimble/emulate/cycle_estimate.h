// SPDX-License-Identifier: Apache-2.0
// Cycles estimated from exact instruction counts and the core's published instruction timings.
//
// What is left out: contention on the bus, and the stall after a load whose result is
// used at once as an address. Whether a conditional branch was taken follows from how often the
// instruction behind it ran, which counts too few taken ones where another branch joins there.
// Sources: Arm Cortex-M0 Technical Reference Manual r0p0, table 3-1; Cortex-M0+ r0p1, table 3-1; Cortex-M3 r2p0,
// section 3.3; Cortex-M4 r0p1, section 3.3.
#pragma once

#include "thimble/emulate/profile_firmware.h"
#include "thimble/target/target.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace thimble {

/// Cycles of each layer with the wait states of the target's flash, which are 0 unless it says so, or empty for a core
/// whose timings are not known here. `layer_count` entries; `counts` is ordered by layer, then address.
std::optional<std::vector<std::uint64_t>>
estimate_cycles(const std::vector<InstructionCount>& counts, std::size_t layer_count, const Target& target);

} // namespace thimble

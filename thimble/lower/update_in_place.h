// SPDX-License-Identifier: Apache-2.0
// States that a step brings from one run to the next where they lie.
#pragma once

#include "thimble/program/program.h"

#include <cstdint>

namespace thimble {

/// Lets the step that writes `next` write `state` itself, when it declares that it works in place and nothing reads
/// the old state later. False when it cannot: then the next value has to be copied.
bool update_in_place(Program& program, std::uint32_t state, std::uint32_t next);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Which steps must stay before which, read off the buffers they share.
#pragma once

#include "thimble/program/program.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// Direct predecessors and successors of each step, sorted and without repetition.
struct Dependencies {
    std::vector<std::vector<std::uint32_t>> predecessors;
    std::vector<std::vector<std::uint32_t>> successors;
};

/// The order of `program.steps` is the meaning of the program. From it follows:
/// - a step that reads a buffer stays after all earlier writers of it,
/// - writers of one buffer with no reader between them fill disjoint parts and may change places,
/// - a step that writes a buffer again stays after the readers of what it held before,
/// - a step that reads and writes one buffer, or uses it as scratch, stays where it is among the buffer's users.
Dependencies find_dependencies(const Program& program);

} // namespace thimble

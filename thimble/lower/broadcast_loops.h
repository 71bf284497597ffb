// SPDX-License-Identifier: Apache-2.0
// The loops over a broadcast output with as few axes as its inputs allow.
#pragma once

#include "thimble/lower/kernel_step.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace thimble {

/// The loops that kernels have for a broadcast output.
inline constexpr std::size_t kernel_loops = 6;

struct BroadcastLoops {
    std::vector<std::int64_t> extents;
    std::vector<std::vector<std::int64_t>> strides; ///< by input, in elements; 0 where it is repeated
};

/// Axes of extent 1 are left out, and neighbours merged where every input goes on from one to the other.
BroadcastLoops broadcast_loops(const NodeView& node);

/// Whether the output needs no more than `kernel_loops`.
bool fits_kernel_loops(const NodeView& node);

/// Appends the fields `<stem>_0` to `<stem>_5` with leading `filler`.
void append_loop_fields(
    std::vector<Parameter>& parameters, std::string_view stem, const std::vector<std::int64_t>& values,
    std::int64_t filler
);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Placing buffers in the arena as a packing problem: groups of buffers with one offset each, and for
// every two groups that live at the same time how far apart their offsets must be.
#pragma once

#include "thimble/plan/in_place.h"
#include "thimble/plan/lifetimes.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// Another group that is alive at some moment together with this one. The one that lies lower must end,
/// with the height it has while both live, before the other's offset. An output that may overlap its input has the
/// height of its lead only.
struct Conflict {
    std::uint32_t group = 0;
    std::size_t own_height = 0;
    std::size_t other_height = 0;
};

/// Buffers chained by in-place sharing, or a single buffer.
struct PlacementGroup {
    std::vector<std::uint32_t> buffers;
    Lifetime lifetime;
    std::size_t size_bytes = 0; ///< of the largest buffer, aligned
    std::vector<Conflict> conflicts;
};

struct PlacementProblem {
    std::vector<PlacementGroup> groups;
    /// Largest sum over the groups alive at one moment; no placement can be smaller.
    std::size_t lower_bound_bytes = 0;
};

/// Pairs with a common start make groups; those that overlap lower the heights of conflicts. Buffers that nothing uses
/// belong to no group.
PlacementProblem make_placement_problem(
    const Program& program, const std::vector<Lifetime>& lifetimes, const std::vector<BufferPair>& pairs
);

/// An offset for every group, all multiples of the alignment.
struct Placement {
    std::vector<std::size_t> offsets;
    std::size_t arena_bytes = 0;
};

} // namespace thimble

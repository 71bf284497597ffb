// SPDX-License-Identifier: Apache-2.0
// When each buffer's bytes matter, for the order in which the steps stand.
#pragma once

#include "thimble/program/program.h"

#include <cstddef>
#include <vector>

namespace thimble {

/// A range of moments, both ends included. Moment 0 lies before the first step, when the inputs are
/// filled; moment s + 1 is step s; the last moment, steps + 1, is when the outputs are read.
struct Lifetime {
    std::size_t first = 1;
    std::size_t last = 0; ///< below `first` for a buffer that nothing uses

    bool is_used() const { return first <= last; }

    bool overlaps(const Lifetime& other) const {
        return is_used() && other.is_used() && first <= other.last && other.first <= last;
    }

    /// Widens the lifetime to include `moment`.
    void include(std::size_t moment);
};

/// Inputs live from moment 0 to their last use, outputs from their first use to the last moment, states always, all
/// others from their first to their last use; scratch therefore for its step only. Buffers in the caller's memory count
/// as unused.
std::vector<Lifetime> find_lifetimes(const Program& program);

/// Sum of the sizes of the live buffers at every moment, without any sharing.
std::vector<std::size_t> live_bytes_by_moment(const Program& program, const std::vector<Lifetime>& lifetimes);

/// `size_bytes` rounded up to the program's alignment: what a buffer occupies in the arena.
std::size_t aligned_bytes(const Program& program, std::size_t size_bytes);

} // namespace thimble

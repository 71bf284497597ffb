// SPDX-License-Identifier: Apache-2.0
// Pairs of buffers that may occupy the same bytes because a step works in place.
#pragma once

#include "thimble/plan/lifetimes.h"
#include "thimble/program/program.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// `output` may share memory with `input`, provided that `input` dies in the step and `output` is born in it.
struct BufferPair {
    std::uint32_t input = 0;
    std::uint32_t output = 0;
    Overlap overlap = Overlap::same_start;
    std::size_t lead_bytes = 0; ///< of Overlap::ahead, aligned, at least the alignment and at most the output's size

    friend bool operator==(const BufferPair&, const BufferPair&) = default;
};

/// The pairs a step declares that do not depend on the order of steps: two different buffers, the
/// output no larger than the input where they start together, the input not also an output of the model, the output
/// not also an input of the model, and neither of them used by another operand of the step that was not declared.
std::vector<BufferPair> possible_pairs(const Program& program, const Step& step);

/// Which of several possible inputs an output shares with.
enum class PairPreference : std::uint8_t { first_declared, last_declared };

/// Sharing of starts for the order in which the steps stand. No buffer is the input of two pairs or the output of two.
std::vector<BufferPair>
choose_pairs(const Program& program, const std::vector<Lifetime>& lifetimes, PairPreference preference);

/// All pairs that may overlap by Overlap::ahead in the order in which the steps stand.
std::vector<BufferPair> overlapping_pairs(const Program& program, const std::vector<Lifetime>& lifetimes);

/// Bytes that a pair saves at most while both of its buffers live.
std::size_t shared_bytes(const Program& program, const BufferPair& pair);

} // namespace thimble

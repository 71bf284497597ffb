// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/cycle_estimate.h"

#include "thimble/emulate/core_timing.h"

#include <algorithm>

namespace thimble {
namespace {

bool is_branch(const ThumbInstruction& instruction) {
    return instruction.kind == ThumbKind::branch || instruction.kind == ThumbKind::branch_conditional ||
           instruction.kind == ThumbKind::branch_with_link || instruction.writes_pc;
}

bool is_transfer(ThumbKind kind) {
    return kind == ThumbKind::load || kind == ThumbKind::store;
}

/// What the fetch of an instruction from flash waits: a share of its line, and once for a line that a branch jumps to.
double fetch_wait_cycles(const InstructionCount& instruction, std::uint64_t taken, const Target& target) {
    const double lines =
        static_cast<double>(instruction.count) * instruction.size_bytes / static_cast<double>(target.flash_line_bytes);
    return static_cast<double>(target.flash_wait_states) * (lines + static_cast<double>(taken));
}

} // namespace

std::optional<std::vector<std::uint64_t>>
estimate_cycles(const std::vector<InstructionCount>& counts, std::size_t layer_count, const Target& target) {
    const CoreTiming* timing = find_timing(target);
    if (timing == nullptr) {
        return std::nullopt;
    }
    std::vector<double> cycles(layer_count, 0);
    bool follows_transfer = false;
    for (std::size_t index = 0; index < counts.size(); ++index) {
        const InstructionCount& current = counts[index];
        const ThumbInstruction instruction = decode_thumb(current.bytes, current.size_bytes);
        const bool has_next = index + 1 < counts.size() && counts[index + 1].layer == current.layer &&
                              counts[index + 1].address == current.address + current.size_bytes;
        const double each = instruction_cycles(*timing, instruction, follows_transfer);
        const std::uint64_t behind = has_next ? counts[index + 1].count : 0;
        const std::uint64_t taken = current.count - std::min(current.count, behind);
        const double refills = instruction.kind == ThumbKind::branch_conditional ? timing->refill : 0;
        const bool may_jump = is_branch(instruction);
        cycles[current.layer] += each * static_cast<double>(current.count) + refills * static_cast<double>(taken) +
                                 fetch_wait_cycles(current, may_jump ? taken : 0, target);
        follows_transfer = has_next && is_transfer(instruction.kind);
    }
    return std::vector<std::uint64_t>(cycles.begin(), cycles.end());
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/cycle_estimate.h"

#include "thimble/emulate/thumb_instruction.h"

#include <algorithm>
#include <string_view>

namespace thimble {
namespace {

/// Cycles an instruction takes; a taken branch adds `refill` for the pipeline.
struct CoreTiming {
    std::string_view processor; ///< as in -mcpu=
    double refill = 0;
    double load = 2;
    double load_after_transfer = 2; ///< directly behind another load or store
    double store = 2;
    double divide = 0;
    double link = 0; ///< BL on top of a taken branch
};

// Cortex-M0: loads and stores 2, taken branch 3, BL 4, POP with pc 4 + N, one-cycle multiplier.
// Cortex-M4: loads 2, but 1 in a row; stores 1 through the write buffer; refill 1 to 3, taken as 2;
//            divide 2 to 12, taken as 7.
constexpr CoreTiming timings[] = {
    {.processor = "cortex-m0", .refill = 2, .load = 2, .load_after_transfer = 2, .store = 2, .divide = 0, .link = 1},
    {.processor = "cortex-m4", .refill = 2, .load = 2, .load_after_transfer = 1, .store = 1, .divide = 7, .link = 0},
};

constexpr double float_multiply_accumulate_cycles = 3;
constexpr double float_divide_cycles = 14;

const CoreTiming* find_timing(const Target& target) {
    for (const CoreTiming& timing : timings) {
        const std::string flag = "-mcpu=" + std::string(timing.processor);
        if (std::find(target.compile_flags.begin(), target.compile_flags.end(), flag) != target.compile_flags.end()) {
            return &timing;
        }
    }
    return nullptr;
}

bool is_transfer(ThumbKind kind) {
    return kind == ThumbKind::load || kind == ThumbKind::store;
}

double base_cycles(const ThumbInstruction& instruction, const CoreTiming& timing, bool follows_transfer) {
    switch (instruction.kind) {
    case ThumbKind::simple:
    case ThumbKind::multiply:
    case ThumbKind::branch_conditional:
        return 1;
    case ThumbKind::load:
        return follows_transfer ? timing.load_after_transfer : timing.load;
    case ThumbKind::store:
        return timing.store;
    case ThumbKind::load_multiple:
    case ThumbKind::store_multiple:
        return 1.0 + instruction.register_count;
    case ThumbKind::branch:
        return 1 + timing.refill;
    case ThumbKind::branch_with_link:
        return 1 + timing.refill + timing.link;
    case ThumbKind::divide:
        return timing.divide;
    case ThumbKind::float_multiply_accumulate:
        return float_multiply_accumulate_cycles;
    case ThumbKind::float_divide:
        return float_divide_cycles;
    }
    return 1;
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
        double each = base_cycles(instruction, *timing, follows_transfer);
        each += instruction.writes_pc ? timing->refill : 0;
        const std::uint64_t behind = has_next ? counts[index + 1].count : 0;
        const std::uint64_t taken = current.count - std::min(current.count, behind);
        const double refills = instruction.kind == ThumbKind::branch_conditional ? timing->refill : 0;
        cycles[current.layer] += each * static_cast<double>(current.count) + refills * static_cast<double>(taken);
        follows_transfer = has_next && is_transfer(instruction.kind);
    }
    return std::vector<std::uint64_t>(cycles.begin(), cycles.end());
}

} // namespace thimble

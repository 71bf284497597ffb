// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/core_timing.h"

#include <algorithm>
#include <string>

namespace thimble {
namespace {

constexpr CoreTiming cortex_m0 = {.processor = "cortex-m0", .refill = 2, .link = 1};

/// Two pipeline stages instead of three.
constexpr CoreTiming cortex_m0_plus = {.processor = "cortex-m0plus", .refill = 1, .link = 1};

/// Stores leave through the write buffer; refill 1 to 3, divide 2 to 12, long products 3 to 5 and 4 to 7.
constexpr CoreTiming cortex_m3 = {
    .processor = "cortex-m3",
    .refill = 2,
    .load_after_transfer = 1,
    .store = 1,
    .multiply_accumulate = 2,
    .long_multiply = 4,
    .long_multiply_accumulate = 5.5,
    .divide = 7};

constexpr CoreTiming like_cortex_m4(std::string_view processor) {
    return {.processor = processor, .refill = 2, .load_after_transfer = 1, .store = 1, .divide = 7};
}

/// For the Cortex-M33 Arm publishes no table; it has the three stages of the Cortex-M4 and is taken as one.
constexpr CoreTiming timings[] = {
    cortex_m0, cortex_m0_plus, cortex_m3, like_cortex_m4("cortex-m4"), like_cortex_m4("cortex-m33")};

constexpr double float_multiply_accumulate_cycles = 3;
constexpr double float_divide_cycles = 14;

} // namespace

const CoreTiming* find_timing(const Target& target) {
    for (const CoreTiming& timing : timings) {
        const std::string flag = "-mcpu=" + std::string(timing.processor);
        if (std::find(target.compile_flags.begin(), target.compile_flags.end(), flag) != target.compile_flags.end()) {
            return &timing;
        }
    }
    return nullptr;
}

double instruction_cycles(const CoreTiming& timing, const ThumbInstruction& instruction, bool follows_transfer) {
    const double refill = instruction.writes_pc ? timing.refill : 0;
    switch (instruction.kind) {
    case ThumbKind::simple:
    case ThumbKind::branch_conditional:
        return 1;
    case ThumbKind::multiply:
        return timing.multiply;
    case ThumbKind::multiply_accumulate:
        return timing.multiply_accumulate;
    case ThumbKind::long_multiply:
        return timing.long_multiply;
    case ThumbKind::long_multiply_accumulate:
        return timing.long_multiply_accumulate;
    case ThumbKind::load:
        return refill + (follows_transfer ? timing.load_after_transfer : timing.load);
    case ThumbKind::store:
        return timing.store;
    case ThumbKind::load_multiple:
    case ThumbKind::store_multiple:
        return refill + 1.0 + instruction.register_count;
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

} // namespace thimble

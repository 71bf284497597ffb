// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/cycle_estimate.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

Target target_with(const std::string& processor) {
    Target target;
    target.compile_flags = {"-mcpu=" + processor, "-mthumb"};
    return target;
}

InstructionCount instruction(std::uint64_t address, std::uint32_t word, std::uint64_t count, std::uint32_t layer = 0) {
    InstructionCount result;
    result.layer = layer;
    result.address = address;
    result.bytes = {static_cast<std::uint8_t>(word), static_cast<std::uint8_t>(word >> 8), 0, 0};
    result.size_bytes = 2;
    result.count = count;
    return result;
}

// A loop that runs ten times: ldr r1, [r0]; adds r0, r0, r1; bne back; then bx lr once.
const std::vector<InstructionCount> loop = {
    instruction(0x100, 0x6801, 10), instruction(0x102, 0x1840, 10), instruction(0x104, 0xD1FC, 10),
    instruction(0x106, 0x4770, 1)};

TEST(EstimateCycles, PricesALoopOnCortexM0) {
    // loads 10 * 2, adds 10 * 1, branches 9 * 3 + 1 * 1, return 3
    EXPECT_EQ(estimate_cycles(loop, 1, target_with("cortex-m0"))->at(0), 20U + 10U + 28U + 3U);
}

TEST(EstimateCycles, PipelinesLoadsInARowOnCortexM4) {
    const std::vector<InstructionCount> loads = {
        instruction(0x100, 0x6801, 1), instruction(0x102, 0x6801, 1), instruction(0x104, 0x6801, 1)};
    EXPECT_EQ(estimate_cycles(loads, 1, target_with("cortex-m4"))->at(0), 2U + 1U + 1U);
    EXPECT_EQ(estimate_cycles(loads, 1, target_with("cortex-m0"))->at(0), 6U);
}

TEST(EstimateCycles, RefillsAShorterPipelineOnCortexM0Plus) {
    EXPECT_EQ(estimate_cycles(loop, 1, target_with("cortex-m0plus"))->at(0), 20U + 10U + (9U * 2U + 1U) + 2U);
}

TEST(EstimateCycles, PricesProductsOnCortexM3) {
    const auto product = [](std::uint32_t first, std::uint32_t second) {
        InstructionCount count = instruction(0x100, first, 2);
        count.bytes[2] = static_cast<std::uint8_t>(second);
        count.bytes[3] = static_cast<std::uint8_t>(second >> 8);
        count.size_bytes = 4;
        return std::vector<InstructionCount>{count};
    };
    const Target target = target_with("cortex-m3");
    EXPECT_EQ(estimate_cycles(product(0xFB00, 0xF001), 1, target)->at(0), 2U);  // mul r0, r0, r1
    EXPECT_EQ(estimate_cycles(product(0xFB00, 0x2001), 1, target)->at(0), 4U);  // mla r0, r0, r1, r2
    EXPECT_EQ(estimate_cycles(product(0xFB80, 0x2301), 1, target)->at(0), 8U);  // smull r2, r3, r0, r1
    EXPECT_EQ(estimate_cycles(product(0xFBC0, 0x2301), 1, target)->at(0), 11U); // smlal r2, r3, r0, r1
    EXPECT_EQ(estimate_cycles(product(0xFBC0, 0x2301), 1, target_with("cortex-m4"))->at(0), 2U);
}

TEST(EstimateCycles, WaitsForLinesOfFlash) {
    Target target = target_with("cortex-m4");
    const std::uint64_t without = estimate_cycles(loop, 1, target)->at(0);
    target.flash_wait_states = 3;
    target.flash_line_bytes = 8;
    // 31 instructions of two bytes are 7.75 lines; 9 branches back and the return reach a line of their own.
    EXPECT_EQ(estimate_cycles(loop, 1, target)->at(0), without + 3 * 10 + 23);
}

TEST(EstimateCycles, KeepsLayersApart) {
    const std::vector<InstructionCount> counts = {instruction(0x100, 0x1840, 5, 0), instruction(0x100, 0x1840, 7, 2)};
    EXPECT_EQ(*estimate_cycles(counts, 3, target_with("cortex-m4")), (std::vector<std::uint64_t>{5, 0, 7}));
}

TEST(EstimateCycles, IsEmptyForACoreWithoutTimings) {
    EXPECT_FALSE(estimate_cycles(loop, 1, target_with("cortex-m7")).has_value());
}

} // namespace
} // namespace thimble

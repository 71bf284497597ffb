// SPDX-License-Identifier: Apache-2.0
// Whole plans: the bars that known networks set, and the cases around ports.
#include "tests/plan/program_builder.h"
#include "thimble/core/error.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/plan/plan_verifier.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

PlanReport plan_and_verify(Program& program, const PlanOptions& options = {}) {
    const Program given = program;
    const PlanReport report = plan_memory(program, options);
    verify_plan(program, given);
    EXPECT_EQ(report.arena_bytes, program.arena_bytes);
    EXPECT_GE(report.arena_bytes, report.lower_bound_bytes);
    EXPECT_LE(report.arena_bytes, report.given_order_arena_bytes);
    EXPECT_EQ(report.step_live_bytes.size(), program.steps.size());
    return report;
}

/// Activation sizes of MobileNet v1 at a quarter of the width on 96 x 96 x 3 images, int8.
std::vector<std::size_t> mobilenet_sizes() {
    std::vector<std::size_t> sizes = {96 * 96 * 3,  48 * 48 * 8,  48 * 48 * 8,  48 * 48 * 16, 24 * 24 * 16,
                                      24 * 24 * 32, 24 * 24 * 32, 24 * 24 * 32, 12 * 12 * 32, 12 * 12 * 64,
                                      12 * 12 * 64, 12 * 12 * 64, 6 * 6 * 64};
    sizes.insert(sizes.end(), 11, 6 * 6 * 128);
    const std::size_t end[] = {3 * 3 * 128, 3 * 3 * 256, 3 * 3 * 256, 3 * 3 * 256, 256, 2, 2};
    sizes.insert(sizes.end(), std::begin(end), std::end(end));
    return sizes;
}

TEST(PlanMemory, MobileNetNeedsExactlyItsLiveSetPeak) {
    Program program = chain_program(mobilenet_sizes());
    const PlanReport report = plan_and_verify(program);
    EXPECT_EQ(report.live_set_peak_bytes, 55296U);
    EXPECT_EQ(report.arena_bytes, 55296U);
    EXPECT_FALSE(report.is_reordered);
    EXPECT_TRUE(report.is_order_optimal);
    EXPECT_TRUE(report.is_placement_optimal);
    EXPECT_EQ(report.gap_bytes(), 0U);
}

/// The three residual blocks of ResNet-8 on 32 x 32 x 3 images, int8.
Program resnet8_program() {
    ProgramBuilder builder;
    std::uint32_t last = builder.layer({builder.input(3072)}, 16384);
    std::uint32_t branch = builder.layer({builder.layer({last}, 16384)}, 16384);
    last = builder.in_place_layer({last, branch}, 16384);
    branch = builder.layer({builder.layer({last}, 8192)}, 8192);
    const std::uint32_t shortcut = builder.layer({last}, 8192);
    last = builder.in_place_layer({shortcut, branch}, 8192);
    branch = builder.layer({builder.layer({last}, 4096)}, 4096);
    last = builder.in_place_layer({builder.layer({last}, 4096), branch}, 4096);
    builder.output(builder.layer({builder.layer({last}, 64)}, 10));
    return builder.program;
}

TEST(PlanMemory, ResNet8NeedsThreeLargeTensors) {
    Program program = resnet8_program();
    EXPECT_EQ(plan_and_verify(program).arena_bytes, 49152U);
}

TEST(PlanMemory, WithoutSharingTheSumNeedsItsOwnPlace) {
    ProgramBuilder builder;
    const auto one = builder.input(100);
    builder.output(builder.in_place_layer({one, builder.input(100)}, 100));
    Program shared = builder.program;
    EXPECT_EQ(plan_and_verify(shared).arena_bytes, 200U);
    Program separate = builder.program;
    PlanOptions options;
    options.in_place = InPlaceSharing::none;
    EXPECT_EQ(plan_and_verify(separate, options).arena_bytes, 300U);
    EXPECT_EQ(plan_and_verify(separate, options).live_set_peak_bytes, 300U);
}

TEST(PlanMemory, EveryRandomChainReachesItsLiveSetPeak) {
    std::uint32_t state = 12345;
    for (int trial = 0; trial < 50; ++trial) {
        std::vector<std::size_t> sizes;
        for (int layer = 0; layer < 30; ++layer) {
            state = state * 1664525U + 1013904223U;
            sizes.push_back(4 * (1 + (state >> 8U) % 200));
        }
        Program program = chain_program(sizes);
        const PlanReport report = plan_and_verify(program);
        EXPECT_EQ(report.arena_bytes, report.live_set_peak_bytes) << "trial " << trial;
    }
}

TEST(PlanMemory, ReordersOnlyWhenTheArenaShrinks) {
    ProgramBuilder builder;
    const auto input = builder.input(4);
    const auto one = builder.layer({input}, 1000);
    const auto two = builder.layer({input}, 1000);
    builder.output(builder.layer({builder.layer({one}, 8), builder.layer({two}, 8)}, 8));
    Program kept = builder.program;
    PlanOptions options;
    options.step_order = StepOrder::keep;
    EXPECT_FALSE(plan_and_verify(kept, options).is_reordered);
    Program searched = builder.program;
    const PlanReport report = plan_and_verify(searched);
    EXPECT_TRUE(report.is_reordered);
    EXPECT_EQ(report.arena_bytes, 1016U);
    EXPECT_EQ(report.given_order_arena_bytes, kept.arena_bytes);
    for (std::size_t place = 0; place < report.order.size(); ++place) {
        EXPECT_EQ(searched.steps[place].kernel, builder.program.steps[report.order[place]].kernel);
    }
}

TEST(PlanMemory, RepeatsItself) {
    Program one = resnet8_program();
    Program two = resnet8_program();
    plan_memory(one);
    plan_memory(two);
    EXPECT_EQ(print(one), print(two));
}

TEST(PlanMemory, PlansAPlannedProgramToTheSameArena) {
    Program program = resnet8_program();
    const std::size_t arena_bytes = plan_memory(program).arena_bytes;
    EXPECT_EQ(plan_memory(program).arena_bytes, arena_bytes);
}

TEST(PlanMemory, ProgramWithoutStepsHoldsItsPorts) {
    ProgramBuilder builder;
    builder.output(builder.input(10));
    const PlanReport report = plan_and_verify(builder.program);
    EXPECT_EQ(report.arena_bytes, 12U);
    EXPECT_EQ(report.live_set_peak_bytes, 10U);
    Program empty;
    EXPECT_EQ(plan_and_verify(empty).arena_bytes, 0U);
}

TEST(PlanMemory, UnreadInputSharesItsBytesWithEverythingButInputs) {
    ProgramBuilder builder;
    builder.input(100);
    const auto used = builder.input(100);
    builder.output(builder.layer({used}, 100));
    const PlanReport report = plan_and_verify(builder.program);
    EXPECT_EQ(report.arena_bytes, 200U);
}

TEST(PlanMemory, ScratchOfOneStepIsFreeForTheNext) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto middle = builder.buffer(8);
    const auto last = builder.buffer(8);
    builder.step({input}, {middle}, {builder.buffer(500)});
    builder.step({middle}, {last}, {builder.buffer(500)});
    builder.output(last);
    EXPECT_EQ(plan_and_verify(builder.program).arena_bytes, 516U);
}

TEST(PlanMemory, OddSizesAreRoundedToTheAlignment) {
    Program program = chain_program({5, 7});
    const PlanReport report = plan_and_verify(program);
    EXPECT_EQ(report.live_set_peak_bytes, 12U);
    EXPECT_EQ(report.arena_bytes, 16U);
    EXPECT_EQ(report.lower_bound_bytes, 16U);
}

TEST(PlanMemory, RejectsOperandsOutsideTheProgram) {
    Program program = chain_program({8, 8});
    program.steps[0].operands[0].index = 9;
    EXPECT_THROW(plan_memory(program), InternalError);
    program = chain_program({8, 8});
    program.steps[0].in_place = {{0, 5}};
    EXPECT_THROW(plan_memory(program), InternalError);
    program = chain_program({8, 8});
    program.outputs[0].buffer = 3;
    EXPECT_THROW(plan_memory(program), InternalError);
}

} // namespace
} // namespace thimble

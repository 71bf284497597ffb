// SPDX-License-Identifier: Apache-2.0
// Outputs that begin ahead of the input that they overwrite.
#include "tests/plan/program_builder.h"
#include "thimble/core/error.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/plan/plan_verifier.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

PlanReport planned(Program& program) {
    const Program given = program;
    const PlanReport report = plan_memory(program);
    verify_plan(program, given);
    return report;
}

TEST(Overlap, AnOutputLiesAheadOfItsInputByTheLead) {
    ProgramBuilder builder;
    builder.output(builder.overlapping_layer(builder.input(1000), 1000, 48));
    EXPECT_EQ(planned(builder.program).arena_bytes, 1048U);
    EXPECT_EQ(builder.program.buffers[0].offset_bytes, 48U);
    EXPECT_EQ(builder.program.buffers[1].offset_bytes, 0U);
}

TEST(Overlap, AnOutputMayBeLargerThanItsInput) {
    ProgramBuilder builder;
    builder.output(builder.overlapping_layer(builder.input(1000), 2000, 1000));
    EXPECT_EQ(planned(builder.program).arena_bytes, 2000U);
}

TEST(Overlap, ALeadIsRoundedUpToTheAlignment) {
    ProgramBuilder builder;
    builder.output(builder.overlapping_layer(builder.input(1000), 1000, 5));
    EXPECT_EQ(planned(builder.program).arena_bytes, 1008U);
}

TEST(Overlap, AChainLeadsStepByStep) {
    ProgramBuilder builder;
    std::uint32_t last = builder.input(1000);
    for (int step = 0; step < 3; ++step) {
        last = builder.overlapping_layer(last, 1000, 40);
    }
    builder.output(last);
    EXPECT_EQ(planned(builder.program).arena_bytes, 1120U);
}

TEST(Overlap, SparesAnInputThatIsReadLater) {
    ProgramBuilder builder;
    const auto input = builder.input(1000);
    const auto middle = builder.overlapping_layer(input, 1000, 40);
    builder.output(builder.layer({input, middle}, 8));
    EXPECT_EQ(planned(builder.program).arena_bytes, 2008U);
}

TEST(Overlap, TheVerifierRefusesTooShortALead) {
    ProgramBuilder builder;
    builder.output(builder.overlapping_layer(builder.input(1000), 1000, 48));
    planned(builder.program);
    builder.program.buffers[0].offset_bytes = 44;
    EXPECT_THROW(verify_plan(builder.program), InternalError);
    builder.program.buffers[0].offset_bytes = 0;
    builder.program.buffers[1].offset_bytes = 48;
    EXPECT_THROW(verify_plan(builder.program), InternalError);
}

} // namespace
} // namespace thimble

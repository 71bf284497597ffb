// SPDX-License-Identifier: Apache-2.0
// Plans broken on purpose, each in one way.
#include "tests/plan/program_builder.h"
#include "thimble/core/error.h"
#include "thimble/plan/plan_verifier.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {
namespace {

void expect_rejected(const Program& program, const std::string& part_of_message) {
    try {
        verify_plan(program);
        FAIL() << "accepted; expected: " << part_of_message;
    } catch (const InternalError& error) {
        EXPECT_NE(std::string(error.what()).find(part_of_message), std::string::npos) << error.what();
    }
}

/// input 8 -> 8 -> output 8, placed by hand.
Program placed_chain() {
    Program program = chain_program({8, 8, 8});
    program.buffers[1].offset_bytes = 8;
    program.arena_bytes = 16;
    return program;
}

TEST(PlanVerifier, AcceptsACorrectPlan) {
    EXPECT_NO_THROW(verify_plan(placed_chain(), placed_chain()));
}

TEST(PlanVerifier, AcceptsParametersThatAreNoNumbers) {
    Program program = placed_chain();
    program.steps[0].parameters = {{"epsilon", std::numeric_limits<float>::quiet_NaN()}};
    EXPECT_NO_THROW(verify_plan(program, program));
}

TEST(PlanVerifier, RejectsTwoLiveBuffersInOnePlace) {
    Program program = placed_chain();
    program.buffers[1].offset_bytes = 4;
    expect_rejected(program, "b1 at 4 and b0 at 0 overlap while both hold data, from moment 1 to 1");
}

TEST(PlanVerifier, RejectsInPlaceThatNobodyDeclared) {
    Program program = placed_chain();
    program.buffers[1].offset_bytes = 0;
    expect_rejected(program, "overlap");
    program.steps[0].in_place = {{0, 1}};
    program.steps[1].in_place = {{0, 1}};
    EXPECT_NO_THROW(verify_plan(program));
}

TEST(PlanVerifier, RejectsInPlaceAtAShiftedOffset) {
    Program program = placed_chain();
    program.steps[0].in_place = {{0, 1}};
    program.buffers[1].offset_bytes = 4;
    program.buffers[2].offset_bytes = 12;
    program.arena_bytes = 20;
    expect_rejected(program, "overlap");
}

TEST(PlanVerifier, RejectsInPlaceOverALargerOutput) {
    ProgramBuilder builder;
    builder.output(builder.in_place_layer({builder.input(8)}, 12));
    builder.program.arena_bytes = 12;
    expect_rejected(builder.program, "overlap");
}

TEST(PlanVerifier, RejectsInPlaceOverAnInputThatIsReadLater) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto middle = builder.in_place_layer({input}, 8);
    builder.output(builder.layer({input, middle}, 8));
    builder.program.buffers[2].offset_bytes = 8;
    builder.program.arena_bytes = 16;
    expect_rejected(builder.program, "overlap");
}

TEST(PlanVerifier, RejectsInPlaceOverAnOutputOfTheModel) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    builder.output(input);
    builder.output(builder.in_place_layer({input}, 8));
    builder.program.arena_bytes = 8;
    expect_rejected(builder.program, "overlap");
}

TEST(PlanVerifier, RejectsInPlaceWhenAnotherOperandReadsTheInput) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    builder.output(builder.layer({input, input}, 8));
    builder.program.steps[0].in_place = {{0, 2}};
    builder.program.arena_bytes = 8;
    expect_rejected(builder.program, "overlap");
}

TEST(PlanVerifier, RejectsScratchOverAnOperand) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto output = builder.buffer(8);
    builder.step({input}, {output}, {builder.buffer(4)});
    builder.output(output);
    builder.program.buffers[output].offset_bytes = 8;
    builder.program.arena_bytes = 16;
    expect_rejected(builder.program, "b2 at 0 and b0 at 0 overlap");
}

TEST(PlanVerifier, RejectsTwoInputsInOnePlaceEvenWhenOneIsNotRead) {
    ProgramBuilder builder;
    builder.input(8);
    const auto used = builder.input(8);
    const auto output = builder.layer({used}, 8);
    builder.output(output);
    builder.program.buffers[output].offset_bytes = 8;
    builder.program.arena_bytes = 16;
    expect_rejected(builder.program, "b1 at 0 and b0 at 0 overlap");
}

TEST(PlanVerifier, RejectsAnUnalignedBuffer) {
    Program program = placed_chain();
    program.buffers[1].offset_bytes = 10;
    program.arena_bytes = 20;
    expect_rejected(program, "b1 at 10 is not aligned to 4 bytes");
}

TEST(PlanVerifier, RejectsABufferOutsideTheArena) {
    Program program = placed_chain();
    program.arena_bytes = 12;
    expect_rejected(program, "b1 of 8 bytes at 8 ends outside the arena of 12 bytes");
    program.arena_bytes = 4;
    expect_rejected(program, "outside the arena of 4 bytes");
}

TEST(PlanVerifier, RejectsAReadBeforeTheWrite) {
    Program program = placed_chain();
    program.buffers[2].offset_bytes = 16;
    program.arena_bytes = 24;
    std::swap(program.steps[0], program.steps[1]);
    expect_rejected(program, "reads buffer b1 before anything wrote it");
}

TEST(PlanVerifier, RejectsAPartWrittenAfterTheReader) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto joined = builder.buffer(16);
    const auto output = builder.buffer(8);
    builder.step({input}, {joined});
    builder.step({joined}, {output});
    builder.step({input}, {joined});
    builder.output(output);
    builder.program.buffers[joined].offset_bytes = 8;
    builder.program.buffers[output].offset_bytes = 24;
    builder.program.arena_bytes = 32;
    expect_rejected(builder.program, "writes buffer b1 after its last reader");
}

TEST(PlanVerifier, RejectsAnOutputThatNothingWrites) {
    ProgramBuilder builder;
    builder.output(builder.buffer(8));
    builder.program.arena_bytes = 8;
    expect_rejected(builder.program, "nothing writes output output");
}

TEST(PlanVerifier, RejectsAnOrderInWhichAReaderFindsOtherData) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto reused = builder.buffer(8);
    const auto one = builder.buffer(8);
    const auto two = builder.buffer(8);
    builder.step({input}, {reused});
    builder.step({reused}, {one});
    builder.step({input}, {reused});
    builder.step({reused}, {two});
    builder.output(one);
    builder.output(two);
    for (std::uint32_t buffer = 0; buffer < 4; ++buffer) {
        builder.program.buffers[buffer].offset_bytes = 8 * buffer;
    }
    builder.program.arena_bytes = 32;
    const Program given = builder.program;
    EXPECT_NO_THROW(verify_plan(given, given));
    Program planned = given;
    std::swap(planned.steps[1], planned.steps[3]);
    EXPECT_NO_THROW(verify_plan(planned)); // consistent by itself, only not the same program
    EXPECT_THROW(verify_plan(planned, given), InternalError);
}

TEST(PlanVerifier, RejectsStepsThatAreNotTheGivenOnes) {
    Program planned = placed_chain();
    planned.steps[1].parameters = {{"count", 7}};
    EXPECT_THROW(verify_plan(planned, placed_chain()), InternalError);
    planned = placed_chain();
    planned.steps.push_back(planned.steps.back());
    EXPECT_THROW(verify_plan(planned, placed_chain()), InternalError);
}

} // namespace
} // namespace thimble

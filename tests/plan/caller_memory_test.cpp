// SPDX-License-Identifier: Apache-2.0
// Inputs that stay in the caller's memory.
#include "tests/plan/program_builder.h"
#include "thimble/core/error.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/plan/plan_verifier.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(CallerMemory, TakesNoneOfTheArena) {
    ProgramBuilder builder;
    const auto input = builder.input(5000);
    builder.program.buffers[input].memory = BufferMemory::caller;
    builder.output(builder.layer({builder.layer({input}, 100)}, 200));
    plan_memory(builder.program);
    verify_plan(builder.program);
    EXPECT_EQ(builder.program.arena_bytes, 300U);
}

TEST(CallerMemory, IsNotWrittenOver) {
    ProgramBuilder builder;
    const auto input = builder.input(5000);
    builder.program.buffers[input].memory = BufferMemory::caller;
    builder.output(builder.in_place_layer({input}, 5000));
    plan_memory(builder.program);
    verify_plan(builder.program);
    EXPECT_EQ(builder.program.arena_bytes, 5000U);
    builder.program.steps[0].operands[1].index = input;
    EXPECT_THROW(verify_plan(builder.program), InternalError);
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/plan/program_builder.h"
#include "thimble/plan/lifetimes.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

void expect_lifetime(const Lifetime& lifetime, std::size_t first, std::size_t last) {
    EXPECT_EQ(lifetime.first, first);
    EXPECT_EQ(lifetime.last, last);
}

TEST(Lifetimes, InputsStartBeforeTheFirstStepAndOutputsEndAfterTheLast) {
    const Program program = chain_program({8, 12, 16});
    const std::vector<Lifetime> lifetimes = find_lifetimes(program);
    expect_lifetime(lifetimes[0], 0, 1);
    expect_lifetime(lifetimes[1], 1, 2);
    expect_lifetime(lifetimes[2], 2, 3);
    EXPECT_EQ(live_bytes_by_moment(program, lifetimes), (std::vector<std::size_t>{8, 20, 28, 16}));
}

TEST(Lifetimes, ScratchLivesForItsStepOnly) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto scratch = builder.buffer(100);
    const auto middle = builder.buffer(8);
    builder.step({input}, {middle}, {scratch});
    builder.output(builder.layer({middle}, 8));
    expect_lifetime(find_lifetimes(builder.program)[scratch], 1, 1);
}

TEST(Lifetimes, UnreadInputLivesWhileInputsAreFilledOnly) {
    ProgramBuilder builder;
    const auto unread = builder.input(8);
    builder.output(builder.layer({builder.input(8)}, 8));
    expect_lifetime(find_lifetimes(builder.program)[unread], 0, 0);
}

TEST(Lifetimes, BufferThatIsInputAndOutputLivesThroughout) {
    ProgramBuilder builder;
    const auto through = builder.input(8);
    builder.output(through);
    builder.output(builder.layer({builder.input(8)}, 8));
    expect_lifetime(find_lifetimes(builder.program)[through], 0, 2);
}

TEST(Lifetimes, StatesLiveThroughout) {
    ProgramBuilder builder;
    const auto state = builder.buffer(8);
    builder.program.states.push_back({"state", {}, state, {}});
    builder.output(builder.layer({builder.input(8), state}, 8));
    builder.output(builder.layer({builder.input(8)}, 8));
    expect_lifetime(find_lifetimes(builder.program)[state], 0, 3);
}

TEST(Lifetimes, UnusedBufferNeverLives) {
    ProgramBuilder builder;
    const auto unused = builder.buffer(8);
    const std::vector<Lifetime> lifetimes = find_lifetimes(builder.program);
    EXPECT_FALSE(lifetimes[unused].is_used());
    EXPECT_FALSE(lifetimes[unused].overlaps(lifetimes[unused]));
}

TEST(Lifetimes, SeveralWritersExtendTheLifeFromTheFirst) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto joined = builder.buffer(16);
    builder.step({input}, {joined});
    const auto other = builder.layer({input}, 8);
    builder.step({other}, {joined});
    builder.output(builder.layer({joined}, 4));
    expect_lifetime(find_lifetimes(builder.program)[joined], 1, 4);
}

TEST(Lifetimes, AlignmentRoundsUpToFour) {
    EXPECT_EQ(aligned_bytes(Program{}, 0), 0U);
    EXPECT_EQ(aligned_bytes(Program{}, 1), 4U);
    EXPECT_EQ(aligned_bytes(Program{}, 490), 492U);
    EXPECT_EQ(aligned_bytes(Program{}, 512), 512U);
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/plan/program_builder.h"
#include "thimble/plan/in_place.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

std::vector<BufferPair> chosen(const Program& program, PairPreference preference = PairPreference::first_declared) {
    return choose_pairs(program, find_lifetimes(program), preference);
}

TEST(InPlace, OutputTakesThePlaceOfADyingInput) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto output = builder.in_place_layer({input}, 8);
    builder.output(output);
    EXPECT_EQ(chosen(builder.program), (std::vector<BufferPair>{{input, output}}));
}

TEST(InPlace, SparesAnInputThatIsReadLater) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto middle = builder.in_place_layer({input}, 8);
    builder.output(builder.layer({input, middle}, 8));
    EXPECT_TRUE(chosen(builder.program).empty());
}

TEST(InPlace, SparesAnInputThatIsAnOutputOfTheModel) {
    ProgramBuilder builder;
    const auto middle = builder.layer({builder.input(8)}, 8);
    builder.output(middle);
    builder.output(builder.in_place_layer({middle}, 8));
    EXPECT_TRUE(chosen(builder.program).empty());
}

TEST(InPlace, NeedsAnOutputNoLargerThanTheInput) {
    ProgramBuilder builder;
    builder.output(builder.in_place_layer({builder.input(8)}, 9));
    EXPECT_TRUE(chosen(builder.program).empty());
    builder.program.buffers.back().size_bytes = 2;
    EXPECT_EQ(chosen(builder.program).size(), 1U);
}

TEST(InPlace, NeedsADeclaration) {
    EXPECT_TRUE(chosen(chain_program({8, 8})).empty());
}

TEST(InPlace, TakesOneOfTwoDyingInputsByPreference) {
    ProgramBuilder builder;
    const auto one = builder.input(8);
    const auto two = builder.input(8);
    const auto sum = builder.in_place_layer({one, two}, 8);
    builder.output(sum);
    EXPECT_EQ(chosen(builder.program), (std::vector<BufferPair>{{one, sum}}));
    EXPECT_EQ(chosen(builder.program, PairPreference::last_declared), (std::vector<BufferPair>{{two, sum}}));
}

TEST(InPlace, RefusesABufferThatAnotherOperandReadsWithoutDeclaration) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto sum = builder.layer({input, input}, 8);
    builder.output(sum);
    builder.program.steps[0].in_place = {{0, 2}};
    EXPECT_TRUE(chosen(builder.program).empty());
    builder.program.steps[0].in_place = {{0, 2}, {1, 2}};
    EXPECT_EQ(chosen(builder.program), (std::vector<BufferPair>{{input, sum}}));
}

TEST(InPlace, RefusesAnOutputThatHoldsDataAlready) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto joined = builder.buffer(8);
    builder.step({}, {joined});
    builder.step({input}, {joined}).in_place = {{0, 1}};
    builder.output(joined);
    EXPECT_TRUE(chosen(builder.program).empty());
}

TEST(InPlace, GivesOneInputToOneOutputOnly) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto one = builder.buffer(8);
    const auto two = builder.buffer(8);
    builder.step({input}, {one, two}).in_place = {{0, 1}, {0, 2}};
    builder.output(one);
    builder.output(two);
    EXPECT_EQ(chosen(builder.program), (std::vector<BufferPair>{{input, one}}));
}

} // namespace
} // namespace thimble

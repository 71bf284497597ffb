// SPDX-License-Identifier: Apache-2.0
#include "tests/plan/program_builder.h"
#include "thimble/plan/dependencies.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

using Steps = std::vector<std::uint32_t>;

TEST(Dependencies, ReaderFollowsEveryWriterOfItsBuffer) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto joined = builder.buffer(16);
    builder.step({input}, {joined});
    builder.step({input}, {joined});
    builder.output(builder.layer({joined}, 4));
    const Dependencies dependencies = find_dependencies(builder.program);
    EXPECT_EQ(dependencies.predecessors[2], (Steps{0, 1}));
    EXPECT_EQ(dependencies.successors[0], (Steps{2}));
}

TEST(Dependencies, WritersOfPartsMayChangePlaces) {
    ProgramBuilder builder;
    const auto joined = builder.buffer(16);
    builder.step({}, {joined});
    builder.step({}, {joined});
    EXPECT_TRUE(find_dependencies(builder.program).predecessors[1].empty());
}

TEST(Dependencies, ReuseOfABufferFollowsTheReadersOfItsOldContents) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    const auto reused = builder.buffer(8);
    builder.step({input}, {reused}); // 0
    builder.layer({reused}, 4);      // 1
    builder.layer({reused}, 4);      // 2
    builder.step({input}, {reused}); // 3: after 1 and 2
    builder.step({input}, {reused}); // 4: another part, after 1 and 2 as well
    builder.layer({reused}, 4);      // 5: after the new writers
    const Dependencies dependencies = find_dependencies(builder.program);
    EXPECT_EQ(dependencies.predecessors[3], (Steps{1, 2}));
    EXPECT_EQ(dependencies.predecessors[4], (Steps{1, 2}));
    EXPECT_EQ(dependencies.predecessors[5], (Steps{3, 4}));
}

TEST(Dependencies, OverwritingAnInputFollowsItsReaders) {
    ProgramBuilder builder;
    const auto input = builder.input(8);
    builder.layer({input}, 8);
    builder.step({}, {input});
    EXPECT_EQ(find_dependencies(builder.program).predecessors[1], (Steps{0}));
}

TEST(Dependencies, StepThatUpdatesItsBufferKeepsItsPlace) {
    ProgramBuilder builder;
    const auto state = builder.input(8);
    builder.layer({state}, 8);      // 0 reads the old state
    builder.step({state}, {state}); // 1 updates it
    builder.layer({state}, 8);      // 2 reads the new state
    builder.step({}, {state});      // 3 replaces it
    const Dependencies dependencies = find_dependencies(builder.program);
    EXPECT_EQ(dependencies.predecessors[1], (Steps{0}));
    EXPECT_EQ(dependencies.predecessors[2], (Steps{1}));
    EXPECT_EQ(dependencies.predecessors[3], (Steps{1, 2}));
}

TEST(Dependencies, ConstantsTieNothingTogether) {
    ProgramBuilder builder;
    builder.program.constants.resize(1);
    for (int count = 0; count < 2; ++count) {
        builder.step({}, {builder.buffer(4)})
            .operands.push_back({OperandKind::constant, 0, Access::read, DataType::int8});
    }
    EXPECT_TRUE(find_dependencies(builder.program).predecessors[1].empty());
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "plugins/layer_counts.h"

#include <sstream>

#include <gtest/gtest.h>

namespace thimble::count {
namespace {

class LayerCountsTest : public testing::Test {
protected:
    void read(const std::string& lines) {
        std::istringstream stream(lines);
        ASSERT_TRUE(counts_.read_marks(stream));
    }

    // Executes the instruction at an address as translated code would.
    void execute(std::uint64_t address) {
        Instruction& instruction = counts_.instruction(address);
        instruction.size = 2;
        if (Mark* mark = counts_.mark(address)) {
            counts_.reach(*mark);
        } else {
            ++instruction.executed;
        }
    }

    std::string written() const {
        std::ostringstream stream;
        counts_.write(stream);
        return stream.str();
    }

    LayerCounts counts_;
};

TEST_F(LayerCountsTest, CountsFromTheFirstMarkToTheEnd) {
    read("10 0\n20 1\n30 -1\n");
    for (const std::uint64_t address : {0x8, 0x10, 0x12, 0x12, 0x20, 0x12, 0x30, 0x12}) {
        execute(address);
    }
    EXPECT_EQ(written(), "passes 1\ntotal 5\n0 10 0000 2 1\n0 12 0000 2 2\n1 12 0000 2 1\n1 20 0000 2 1\n");
}

TEST_F(LayerCountsTest, KeepsTheLastCompletePass) {
    read("10 0\n30 -1\n");
    for (const std::uint64_t address : {0x10, 0x12, 0x30, 0x10, 0x12, 0x12, 0x30, 0x10, 0x12}) {
        execute(address);
    }
    EXPECT_EQ(written(), "passes 2\ntotal 3\n0 10 0000 2 1\n0 12 0000 2 2\n");
}

TEST_F(LayerCountsTest, TheLastOfSeveralLayersAtOneAddressTakesTheInstructions) {
    read("10 0\n10 1\n20 2\n30 3\n30 -1\n");
    for (const std::uint64_t address : {0x10, 0x12, 0x20, 0x30, 0x12}) {
        execute(address);
    }
    EXPECT_EQ(written(), "passes 1\ntotal 3\n1 10 0000 2 1\n1 12 0000 2 1\n2 20 0000 2 1\n");
}

TEST_F(LayerCountsTest, WithoutACompletePassCountsNothing) {
    read("10 0\n30 -1\n");
    execute(0x10);
    EXPECT_EQ(written(), "passes 0\ntotal 0\n");
}

TEST_F(LayerCountsTest, RefusesLinesThatAreNoMarks) {
    std::istringstream stream("10 zero\n");
    EXPECT_FALSE(counts_.read_marks(stream));
    std::istringstream only_end("10 -1\n");
    EXPECT_FALSE(LayerCounts().read_marks(only_end));
}

} // namespace
} // namespace thimble::count

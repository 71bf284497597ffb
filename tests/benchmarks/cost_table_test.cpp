// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/cost_table.h"
#include "thimble/core/error.h"

#include <gtest/gtest.h>

namespace thimble::benchmarks {
namespace {

Cost cost_of(const std::string& model, std::uint64_t instructions) {
    Cost cost;
    cost.model = model;
    cost.target = "cortex-m4";
    cost.optimize = "balanced";
    cost.macs = 400;
    cost.instructions = instructions;
    cost.arena_bytes = 100;
    return cost;
}

TEST(CostTable, IsReadBackFromJson) {
    Cost with_cycles = cost_of("kws", 1000);
    with_cycles.cycles_estimated = 1500;
    const std::string text = to_json({with_cycles, cost_of("ic", 3)});
    EXPECT_EQ(to_json(from_json(text)), text);
    EXPECT_EQ(from_json(text).at(0).cycles_estimated, 1500U);
    EXPECT_FALSE(from_json(text).at(1).cycles_estimated.has_value());
}

TEST(CostTable, RefusesAnotherText) {
    EXPECT_THROW(from_json("{"), ModelError);
    EXPECT_THROW(from_json(R"([{"model": "kws"}])"), ModelError);
}

TEST(CostTable, ShowsInstructionsForEachMac) {
    EXPECT_NE(to_markdown({cost_of("kws", 1000)}).find("| kws | 1,000 | 2.50 | - | 100 |"), std::string::npos);
}

TEST(Regressions, ToleratesTwoPercent) {
    EXPECT_TRUE(regressions({cost_of("kws", 1000)}, {cost_of("kws", 1020)}, 2).empty());
    EXPECT_EQ(
        regressions({cost_of("kws", 1000)}, {cost_of("kws", 1021)}, 2),
        std::vector<std::string>{"kws on cortex-m4 (balanced): instructions 1,021 instead of 1,000 (+2.1 %)"}
    );
}

TEST(Regressions, NamesRowsThatAreMissing) {
    EXPECT_EQ(
        regressions({cost_of("kws", 1000)}, {}, 2),
        std::vector<std::string>{"kws on cortex-m4 (balanced): not measured"}
    );
}

TEST(Gains, NamesFiguresThatAreLower) {
    EXPECT_EQ(
        gains({cost_of("kws", 1000)}, {cost_of("kws", 900)}, 2),
        std::vector<std::string>{"kws on cortex-m4 (balanced): instructions 900 instead of 1,000 (-10.0 %)"}
    );
    EXPECT_TRUE(gains({cost_of("kws", 1000)}, {cost_of("kws", 990)}, 2).empty());
}

} // namespace
} // namespace thimble::benchmarks

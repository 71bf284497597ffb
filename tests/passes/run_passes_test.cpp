// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/ir/parser.h"
#include "thimble/passes/run_passes.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace thimble {
namespace {

Graph two_clips() {
    return parse_graph(R"(graph "g" {
        input %x: float32[4]
        %a: float32[4] = clip "a" (%x) {minimum = 0.0}
        %y: float32[4] = clip "b" (%a) {maximum = 1.0}
        output %y
    })");
}

Graph rename_to_first(Graph graph) {
    graph.name += " first";
    return graph;
}

Graph drop_first_node(Graph graph) {
    graph.nodes.erase(graph.nodes.begin());
    return graph;
}

Graph drop_last_node(Graph graph) {
    graph.outputs = {graph.nodes.back().inputs[0]};
    graph.nodes.pop_back();
    return graph;
}

const std::vector<Pass> sound_passes = {
    {"rename", "changes the name", rename_to_first}, {"drop_last", "drops a node", drop_last_node}};
const std::vector<Pass> unsound_passes = {{"drop_first", "breaks the graph", drop_first_node}};

TEST(RunPasses, RunsInOrderAndReports) {
    std::vector<PassReport> reports;
    const Graph graph = run_passes(two_clips(), sound_passes, {}, &reports);
    EXPECT_EQ(graph.name, "g first");
    EXPECT_EQ(graph.nodes.size(), 1U);
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(reports[0].name, "rename");
    EXPECT_EQ(reports[1].name, "drop_last");
    EXPECT_EQ(reports[1].nodes_before, 2U);
    EXPECT_EQ(reports[1].nodes_after, 1U);
    EXPECT_GE(reports[1].microseconds, 0);
}

TEST(RunPasses, LeavesDisabledPassesOut) {
    std::vector<PassReport> reports;
    PassOptions options;
    options.disabled = {"drop_last"};
    EXPECT_EQ(run_passes(two_clips(), sound_passes, options, &reports).nodes.size(), 2U);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].name, "rename");
}

TEST(RunPasses, DumpsAfterTheNamedPassOnly) {
    std::vector<std::string> dumps;
    PassOptions options;
    options.dump_after = {"drop_last"};
    options.dump = [&](std::string_view pass, const Graph& graph) {
        dumps.push_back(std::string(pass) + " " + std::to_string(graph.nodes.size()));
    };
    run_passes(two_clips(), sound_passes, options);
    EXPECT_EQ(dumps, std::vector<std::string>{"drop_last 1"});
}

TEST(RunPasses, RejectsUnknownNamesWithTheNearest) {
    for (const bool is_dump : {false, true}) {
        PassOptions options;
        (is_dump ? options.dump_after : options.disabled) = {"drop_lst"};
        try {
            run_passes(two_clips(), sound_passes, options);
            FAIL() << "the name was accepted";
        } catch (const OptionError& error) {
            EXPECT_EQ(error.code(), "E0120");
            EXPECT_STREQ(error.what(), "no pass is named `drop_lst`");
            EXPECT_EQ(error.hint(), "did you mean `drop_last`?");
        }
    }
}

TEST(RunPasses, BlamesThePassThatBreaksTheGraph) {
    try {
        run_passes(two_clips(), unsound_passes);
        FAIL() << "the graph was accepted";
    } catch (const InternalError& error) {
        EXPECT_STREQ(
            error.what(), "pass `drop_first` left an invalid graph: value `a` is read before any node writes it (E0411)"
        );
        EXPECT_EQ(error.context().node, "b");
    }
}

TEST(RunPasses, BlamesTheModelForAGraphThatWasInvalidBefore) {
    Graph graph = two_clips();
    graph.nodes[0].op = "clap";
    EXPECT_THROW(run_passes(graph, sound_passes), ModelError);
    EXPECT_THROW(run_passes(graph, {}), ModelError);
}

} // namespace
} // namespace thimble

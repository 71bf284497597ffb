// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/run_passes.h"

#include "thimble/core/error.h"
#include "thimble/core/nearest_name.h"
#include "thimble/ops/verify.h"

#include <algorithm>
#include <chrono>

namespace thimble {

namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void check_names(const std::vector<std::string>& requested, const std::vector<Pass>& passes) {
    std::vector<std::string> known;
    for (const Pass& pass : passes) {
        known.emplace_back(pass.name);
    }
    for (const std::string& name : requested) {
        if (!contains(known, name)) {
            OptionError error("E0120", fmt::format("no pass is named `{}`", name));
            error.set_hint(did_you_mean(name, known));
            throw error;
        }
    }
}

void verify_after(const Pass& pass, const Graph& graph) {
    try {
        verify(graph);
    } catch (const Error& found) {
        InternalError error(
            fmt::format("pass `{}` left an invalid graph: {} ({})", pass.name, found.what(), found.code())
        );
        error.add_context(found.context());
        throw error;
    }
}

Graph run_timed(const Pass& pass, Graph graph, PassReport& report) {
    report.name = pass.name;
    report.nodes_before = graph.nodes.size();
    const auto start = std::chrono::steady_clock::now();
    graph = pass.run(std::move(graph));
    const auto elapsed = std::chrono::steady_clock::now() - start;
    report.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
    report.nodes_after = graph.nodes.size();
    return graph;
}

} // namespace

Graph run_passes(
    Graph graph, const std::vector<Pass>& passes, const PassOptions& options, std::vector<PassReport>* reports
) {
    check_names(options.disabled, passes);
    check_names(options.dump_after, passes);
    verify(graph);
    for (const Pass& pass : passes) {
        if (contains(options.disabled, pass.name)) {
            continue;
        }
        PassReport report;
        graph = run_timed(pass, std::move(graph), report);
        if (reports != nullptr) {
            reports->push_back(report);
        }
        // Dumped before it is verified: an invalid graph is the one worth looking at.
        if (options.dump && contains(options.dump_after, pass.name)) {
            options.dump(pass.name, graph);
        }
        verify_after(pass, graph);
    }
    return graph;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/tune_kernels.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/profile.h"
#include "thimble/lower/lower.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>

namespace thimble {
namespace {

/// Kernels of every name that nodes have; nodes of one name take the same.
using Applicable = std::map<std::string, std::vector<std::string>>;

Applicable applicable_kernels_of(const CompiledModel& model) {
    Applicable kernels;
    for (const Node& node : model.graph.nodes) {
        const std::vector<std::string> names = applicable_kernels(NodeView(model.graph, node), model.target);
        const auto [entry, is_new] = kernels.emplace(node.name, names);
        if (!is_new && entry->second != names) {
            entry->second.resize(1); // two nodes of one name that do not have the same choice keep the first
        }
    }
    return kernels;
}

KernelChoices of_rank(const Applicable& applicable, std::size_t rank) {
    KernelChoices choices;
    for (const auto& [node, kernels] : applicable) {
        if (rank < kernels.size()) {
            choices[node] = kernels[rank];
        }
    }
    return choices;
}

struct LayerCosts {
    CostUnit unit = CostUnit::instructions;
    std::map<std::string, std::uint64_t> of_layer;
};

LayerCosts measure_layers(const CompileOptions& options, const ProgressSink& progress) {
    const ModelProfile measured = profile(compile_model(options), progress);
    LayerCosts costs;
    costs.unit = measured.cycles_estimated ? CostUnit::cycles : CostUnit::instructions;
    for (const LayerProfile& layer : measured.layers) {
        costs.of_layer[layer.name] += layer.cycles_estimated.value_or(layer.instructions);
    }
    return costs;
}

KernelChoices choices_of(const std::vector<TunedLayer>& layers) {
    KernelChoices choices;
    for (const TunedLayer& layer : layers) {
        choices[layer.name] = layer.kernel;
    }
    return choices;
}

std::uint64_t gain(const TunedLayer& layer) {
    return layer.default_cost - layer.cost;
}

bool exceeds_arena(CompileOptions options, const std::vector<TunedLayer>& layers) {
    options.kernels = choices_of(layers);
    return options.max_arena_bytes && compile_model(options).program.arena_bytes > *options.max_arena_bytes;
}

} // namespace

Tuning tune_kernels(const CompileOptions& options, const ProgressSink& progress) {
    CompileOptions tried = options;
    tried.kernels.clear();
    const CompiledModel model = compile_model(tried);
    const Applicable applicable = applicable_kernels_of(model);
    const LayerCosts first = measure_layers(tried, progress);
    std::map<std::string, TunedLayer> best;
    for (std::size_t rank = 1; !(tried.kernels = of_rank(applicable, rank)).empty(); ++rank) {
        const LayerCosts costs = measure_layers(tried, progress);
        for (const auto& [name, cost] : costs.of_layer) {
            const auto kernel = tried.kernels.find(name);
            const auto before = first.of_layer.find(name);
            if (kernel == tried.kernels.end() || before == first.of_layer.end()) {
                continue; // a copy of a node that is computed in bands, of which each way to lower has others
            }
            const auto present = best.find(name);
            if (cost < (present == best.end() ? before->second : present->second.cost)) {
                best[name] = {name, kernel->second, cost, before->second};
            }
        }
    }
    Tuning tuning;
    tuning.unit = first.unit;
    std::set<std::string> listed;
    for (const Node& node : model.graph.nodes) {
        if (best.count(node.name) == 1 && listed.insert(node.name).second) {
            tuning.layers.push_back(best.at(node.name));
        }
    }
    while (!tuning.layers.empty() && exceeds_arena(options, tuning.layers)) {
        tuning.layers.erase(std::min_element(
            tuning.layers.begin(), tuning.layers.end(),
            [](const TunedLayer& one, const TunedLayer& two) { return gain(one) < gain(two); }
        ));
    }
    tuning.kernels = choices_of(tuning.layers);
    return tuning;
}

std::string to_text(const KernelChoices& kernels) {
    std::string text = "# Kernels chosen by measurement: the kernel, then the node's name.\n";
    for (const auto& [node, kernel] : kernels) {
        text += fmt::format("{} {}\n", kernel, node);
    }
    return text;
}

KernelChoices read_kernel_choices(const std::filesystem::path& path) {
    const std::vector<std::byte> bytes = read_binary_file(path);
    std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    KernelChoices kernels;
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const std::size_t space = line.find(' ');
        if (space == 0 || space == std::string::npos || space + 1 == line.size()) {
            ModelError error("E0123", fmt::format("expected a kernel and a node's name, found `{}`", line));
            error.add_context({fmt::format("{}:{}", path.string(), number), {}, {}});
            throw error;
        }
        kernels[line.substr(space + 1)] = line.substr(0, space);
    }
    return kernels;
}

} // namespace thimble

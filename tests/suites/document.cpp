// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/document.h"

#include "tests/suites/summary.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/ops/op_def.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble::suites {
namespace {

constexpr std::string_view introduction =
    R"(# ONNX's conformance cases

Written by `make docs` from a run of [tests/suites](../tests/suites/README.md) over the node tests of ONNX 1.19.1 (without the
operators that belong to training, text, sequences and other data types than numbers) and its suites `pytorch-converted`,
`pytorch-operator` and `simple`. A case passes when the reference, the kernels on the host and the emitted library give the outputs
that come with it. Eligible are cases whose operators and data types Thimble means to have.

)";

std::string counts_table(const std::vector<CaseResult>& results) {
    std::map<std::string, std::vector<CaseResult>> suites;
    for (const CaseResult& result : results) {
        suites[result.name.substr(0, result.name.find('/'))].push_back(result);
        suites["all"].push_back(result);
    }
    std::string text = "| suite | cases | pass | eligible | of these pass |\n|---|---|---|---|---|\n";
    for (const auto& [suite, members] : suites) {
        const auto passed =
            std::count_if(members.begin(), members.end(), [](const CaseResult& result) { return result.passed(); });
        const Count eligible = count_eligible(members);
        text += fmt::format(
            "| {} | {} | {} | {} | {} ({:.1f} %) |\n", suite, members.size(), passed, eligible.all, eligible.passed,
            eligible.percent()
        );
    }
    return text;
}

struct OperatorUse {
    std::size_t cases = 0;
    std::size_t passed = 0;
    std::set<std::string> graph_operators;
};

/// Cases of one operator each tell what it becomes.
std::string operators_table(const std::vector<CaseResult>& results) {
    std::map<std::string, OperatorUse> uses;
    for (const CaseResult& result : results) {
        if (result.operators.size() != 1) {
            continue;
        }
        OperatorUse& use = uses[result.operators.front()];
        ++use.cases;
        use.passed += result.passed() ? 1 : 0;
        use.graph_operators.insert(result.graph_operators.begin(), result.graph_operators.end());
    }
    std::string text = "\n## Operators\n\nOf the cases that use one operator only.\n\n"
                       "| ONNX | cases | pass | becomes |\n|---|---|---|---|\n";
    for (const auto& [name, use] : uses) {
        text +=
            fmt::format("| {} | {} | {} | {} |\n", name, use.cases, use.passed, fmt::join(use.graph_operators, ", "));
    }
    return text;
}

std::string failures_section(const std::vector<CaseResult>& results, const std::string& title, bool is_eligible) {
    std::map<std::string, std::vector<std::string>> reasons;
    for (const CaseResult& result : results) {
        if (!result.passed() && result.is_eligible == is_eligible) {
            reasons[fmt::format("{}: {}", name(result.reason), result.detail)].push_back(result.name);
        }
    }
    std::string text = fmt::format("\n## {}\n", title);
    for (const auto& [reason, names] : reasons) {
        text += fmt::format("\n{} ({})\n", reason, names.size());
        for (const std::string& name : names) {
            text += fmt::format("- {}\n", name);
        }
    }
    return text;
}

/// Of one TensorFlow Lite model; none where it is not read.
std::set<std::string> operators_of(const std::filesystem::path& model) {
    std::set<std::string> operators;
    try {
        Diagnostics diagnostics;
        for (const Node& node : import_tflite(read_binary_file(model), model.string(), diagnostics).nodes) {
            operators.insert(node.op);
        }
    } catch (const ModelError&) {
        // Models with custom operators.
    }
    return operators;
}

} // namespace

std::string operator_cases(const std::vector<CaseResult>& results, const std::filesystem::path& models) {
    std::map<std::string, std::size_t> cases;
    std::map<std::string, std::size_t> files;
    for (const CaseResult& result : results) {
        const std::set<std::string> operators(result.graph_operators.begin(), result.graph_operators.end());
        for (const std::string& op : operators) {
            cases[op] += result.passed() ? 1 : 0;
        }
    }
    for (const auto& file : std::filesystem::recursive_directory_iterator(models)) {
        if (file.path().extension() == ".tflite") {
            for (const std::string& op : operators_of(file.path())) {
                ++files[op];
            }
        }
    }
    std::set<std::string> names;
    for (const OpDef& def : all_ops()) {
        names.emplace(def.name);
    }
    std::string text = "operator,onnx_cases,tflite_models\n";
    for (const std::string& op : names) {
        text += fmt::format("{},{},{}\n", op, cases[op], files[op]);
    }
    return text;
}

std::string cases_document(const std::vector<CaseResult>& results) {
    return std::string(introduction) + counts_table(results) + operators_table(results) +
           failures_section(results, "Eligible cases that do not pass", true) +
           failures_section(results, "Other cases that do not pass", false);
}

} // namespace thimble::suites

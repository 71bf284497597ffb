// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/summary.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble::suites {
namespace {

template <typename Predicate> std::size_t count(const std::vector<CaseResult>& results, Predicate predicate) {
    return static_cast<std::size_t>(std::count_if(results.begin(), results.end(), predicate));
}

/// Names of cases, the first few of many.
std::string some_names(const std::vector<const CaseResult*>& cases) {
    constexpr std::size_t most = 4;
    std::vector<std::string> names;
    for (const CaseResult* result : cases) {
        names.push_back(result->name + (result->is_eligible ? "" : " (not eligible)"));
    }
    const std::size_t all = names.size();
    names.resize(std::min(most, all));
    return fmt::format("{}{}", fmt::join(names, ", "), all > most ? ", ..." : "");
}

std::string nearness_text(const std::vector<CaseResult>& results) {
    const auto passed_as = [&](Nearness nearness) {
        return count(results, [&](const CaseResult& result) { return result.passed() && result.nearness == nearness; });
    };
    return fmt::format(
        "of those that pass: {} exactly, {} within ONNX's elementwise tolerance, {} within 1e-4 of the largest "
        "magnitude, {} within one quantum\n",
        passed_as(Nearness::exact), passed_as(Nearness::elementwise), passed_as(Nearness::relative),
        passed_as(Nearness::one_quantum)
    );
}

} // namespace

std::string_view name(Reason reason) {
    switch (reason) {
    case Reason::none:
        return "passes";
    case Reason::data_type:
        return "unsupported data type";
    case Reason::unsupported:
        return "unsupported";
    case Reason::no_kernel:
        return "no kernel";
    case Reason::model_error:
        return "refused";
    case Reason::wrong_result:
        return "wrong result";
    case Reason::defect:
        break;
    }
    return "defect";
}

Count count_eligible(const std::vector<CaseResult>& results) {
    return {
        count(results, [](const CaseResult& result) { return result.is_eligible && result.passed(); }),
        count(results, [](const CaseResult& result) { return result.is_eligible; })};
}

std::string summary_text(const std::vector<CaseResult>& results) {
    std::string text;
    std::map<Reason, std::map<std::string, std::vector<const CaseResult*>>> groups;
    for (const CaseResult& result : results) {
        if (!result.passed()) {
            groups[result.reason][result.detail].push_back(&result);
        }
    }
    for (const auto& [reason, details] : groups) {
        text += fmt::format("{}\n", name(reason));
        for (const auto& [detail, cases] : details) {
            text += fmt::format("  {:4} {}: {}\n", cases.size(), detail, some_names(cases));
        }
    }
    const Count eligible = count_eligible(results);
    const std::size_t passed = count(results, [](const CaseResult& result) { return result.passed(); });
    const std::size_t bound = count(results, [](const CaseResult& result) { return !result.bound_inputs.empty(); });
    text += fmt::format("{} of {} cases pass; {} needed an input to be a constant\n", passed, results.size(), bound);
    text += nearness_text(results);
    text += fmt::format("eligible: {} of {} pass, {:.1f} %\n", eligible.passed, eligible.all, eligible.percent());
    return text;
}

std::string result_line(const CaseResult& result) {
    if (result.passed()) {
        const std::string bound =
            result.bound_inputs.empty() ? "" : fmt::format("; constant: {}", fmt::join(result.bound_inputs, ", "));
        return fmt::format("ok    {} (max difference {:.3g}{})\n", result.name, result.max_difference, bound);
    }
    return fmt::format(
        "{}  {}: {}: {}: {}\n", result.is_eligible ? "FAIL" : "skip", result.name, name(result.reason), result.detail,
        result.text
    );
}

} // namespace thimble::suites

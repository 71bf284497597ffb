// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/cost_table.h"

#include "thimble/core/error.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace thimble::benchmarks {
namespace {

struct Figure {
    const char* name;
    std::uint64_t Cost::*member;
};

constexpr Figure figures[] = {
    {"instructions", &Cost::instructions},
    {"arena_bytes", &Cost::arena_bytes},
    {"stack_bytes", &Cost::stack_bytes},
    {"flash_code_bytes", &Cost::flash_code_bytes},
    {"flash_weight_bytes", &Cost::flash_weight_bytes},
};

bool is_same_row(const Cost& one, const Cost& two) {
    return one.model == two.model && one.target == two.target && one.optimize == two.optimize;
}

const Cost* find_row(const std::vector<Cost>& costs, const Cost& row) {
    const auto found =
        std::find_if(costs.begin(), costs.end(), [&](const Cost& other) { return is_same_row(other, row); });
    return found == costs.end() ? nullptr : &*found;
}

std::string with_thousands(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t place = digits.size(); place > 3; place -= 3) {
        digits.insert(place - 3, ",");
    }
    return digits;
}

std::string row_text(const Cost& cost) {
    const double per_mac = cost.macs == 0 ? 0 : static_cast<double>(cost.instructions) / static_cast<double>(cost.macs);
    return fmt::format(
        "| {} | {} | {} | {} | {} | {} | {} | {} |\n", cost.model, with_thousands(cost.instructions),
        cost.macs == 0 ? "-" : fmt::format("{:.2f}", per_mac),
        cost.cycles_estimated ? with_thousands(*cost.cycles_estimated) : "-", with_thousands(cost.arena_bytes),
        with_thousands(cost.stack_bytes), with_thousands(cost.flash_code_bytes), with_thousands(cost.flash_weight_bytes)
    );
}

std::string change_text(const Cost& row, const Figure& figure, std::uint64_t before) {
    const std::uint64_t now = row.*figure.member;
    const double change =
        100.0 * (static_cast<double>(now) / static_cast<double>(std::max<std::uint64_t>(before, 1)) - 1);
    return fmt::format(
        "{} on {} ({}): {} {} instead of {} ({:+.1f} %)", row.model, row.target, row.optimize, figure.name,
        with_thousands(now), with_thousands(before), change
    );
}

} // namespace

std::string to_json(const std::vector<Cost>& costs) {
    std::string text = "[\n";
    for (const Cost& cost : costs) {
        nlohmann::ordered_json row = {
            {"model", cost.model}, {"target", cost.target}, {"optimize", cost.optimize}, {"macs", cost.macs}};
        for (const Figure& figure : figures) {
            row[figure.name] = cost.*figure.member;
        }
        row["cycles_estimated"] =
            cost.cycles_estimated ? nlohmann::ordered_json(*cost.cycles_estimated) : nlohmann::ordered_json(nullptr);
        text += "  " + row.dump() + (&cost == &costs.back() ? "\n" : ",\n");
    }
    return text + "]\n";
}

std::vector<Cost> from_json(const std::string& text) {
    std::vector<Cost> costs;
    try {
        for (const nlohmann::json& row : nlohmann::json::parse(text)) {
            Cost cost;
            cost.model = row.at("model");
            cost.target = row.at("target");
            cost.optimize = row.at("optimize");
            cost.macs = row.at("macs");
            for (const Figure& figure : figures) {
                cost.*figure.member = row.at(figure.name);
            }
            if (!row.at("cycles_estimated").is_null()) {
                cost.cycles_estimated = row.at("cycles_estimated").get<std::uint64_t>();
            }
            costs.push_back(cost);
        }
    } catch (const nlohmann::json::exception& failure) {
        throw ModelError("E0206", fmt::format("not a table of costs: {}", failure.what()));
    }
    return costs;
}

std::string to_markdown(const std::vector<Cost>& costs) {
    std::string text;
    const Cost* before = nullptr;
    for (const Cost& cost : costs) {
        if (before == nullptr || before->target != cost.target || before->optimize != cost.optimize) {
            text += fmt::format(
                "\n`{}`, `--optimize {}`\n\n"
                "| model | instructions | per MAC | cycles, estimated | arena | stack | code | weights |\n"
                "|---|---:|---:|---:|---:|---:|---:|---:|\n",
                cost.target, cost.optimize
            );
        }
        text += row_text(cost);
        before = &cost;
    }
    return text;
}

std::vector<std::string> regressions(const std::vector<Cost>& kept, const std::vector<Cost>& found, double percent) {
    std::vector<std::string> lines;
    for (const Cost& before : kept) {
        const Cost* const now = find_row(found, before);
        if (now == nullptr) {
            lines.push_back(fmt::format("{} on {} ({}): not measured", before.model, before.target, before.optimize));
            continue;
        }
        for (const Figure& figure : figures) {
            const double bound = static_cast<double>(before.*figure.member) * (1 + percent / 100);
            if (static_cast<double>(now->*figure.member) > bound) {
                lines.push_back(change_text(*now, figure, before.*figure.member));
            }
        }
    }
    return lines;
}

std::vector<std::string> gains(const std::vector<Cost>& kept, const std::vector<Cost>& found, double percent) {
    std::vector<std::string> lines;
    for (const Cost& now : found) {
        const Cost* const before = find_row(kept, now);
        for (const Figure& figure : figures) {
            if (before != nullptr && static_cast<double>(now.*figure.member) <
                                         static_cast<double>(before->*figure.member) * (1 - percent / 100)) {
                lines.push_back(change_text(now, figure, before->*figure.member));
            }
        }
    }
    return lines;
}

} // namespace thimble::benchmarks

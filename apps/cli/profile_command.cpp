// SPDX-License-Identifier: Apache-2.0
// thimble profile: instructions, stack, arena and flash on an emulated target, per layer.
#include "apps/cli/model_options.h"
#include "apps/cli/table.h"
#include "apps/cli/usage_bar.h"
#include "thimble/core/error.h"
#include "thimble/driver/profile.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

constexpr std::size_t functions_shown = 12;

struct ProfileOptions {
    ModelOptions compile;
    Budget budget;
    bool shows_functions = false;
};

/// What kernels take at most of the stack; how much it is comes out only when the program runs.
constexpr std::size_t likely_stack_bytes = 1024;

nlohmann::ordered_json cycles_json(const std::optional<std::uint64_t>& cycles) {
    return cycles ? nlohmann::ordered_json(*cycles) : nlohmann::ordered_json(nullptr);
}

void print_json(const ModelProfile& result, const std::string& model_name, const Session& session) {
    auto layers = nlohmann::ordered_json::array();
    for (const LayerProfile& layer : result.layers) {
        layers.push_back(
            {{"name", layer.name},
             {"operator", layer.op},
             {"instructions", layer.instructions},
             {"cycles_estimated", cycles_json(layer.cycles_estimated)},
             {"macs", layer.macs}}
        );
    }
    auto functions = nlohmann::ordered_json::array();
    for (const FunctionProfile& function : result.functions) {
        functions.push_back({{"name", function.name}, {"instructions", function.instructions}});
    }
    session.print_json(
        "profile", {{"model", model_name},
                    {"target", result.target},
                    {"instructions", result.instructions},
                    {"cycles_estimated", cycles_json(result.cycles_estimated)},
                    {"macs", result.macs},
                    {"recomputed_macs", result.recomputed_macs},
                    {"arena_bytes", result.arena_bytes},
                    {"stack_bytes", result.stack_bytes},
                    {"flash_code_bytes", result.flash_code_bytes},
                    {"flash_weight_bytes", result.flash_weight_bytes},
                    {"flash_harness_bytes", result.flash_harness_bytes},
                    {"layers", layers},
                    {"functions", functions}}
    );
}

std::string per_mac(std::uint64_t instructions, std::int64_t macs) {
    return macs == 0 ? "" : fmt::format("{:.2f}", static_cast<double>(instructions) / static_cast<double>(macs));
}

std::string share(std::uint64_t part, std::uint64_t whole) {
    return fmt::format("{:.1f} %", whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string cycles_text(const std::optional<std::uint64_t>& cycles) {
    return cycles ? with_thousands(*cycles) : "-";
}

std::string layer_table(const ModelProfile& result) {
    Table table(
        {{"#", Align::right},
         {"layer"},
         {"operator"},
         {"MACs", Align::right},
         {"instructions", Align::right},
         {"per MAC", Align::right},
         {"cycles est.", Align::right},
         {"share", Align::right}}
    );
    for (std::size_t index = 0; index < result.layers.size(); ++index) {
        const LayerProfile& layer = result.layers[index];
        table.add_row(
            {fmt::format("{}", index), layer.name, layer.op, with_thousands(static_cast<std::uint64_t>(layer.macs)),
             with_thousands(layer.instructions), per_mac(layer.instructions, layer.macs),
             cycles_text(layer.cycles_estimated), share(layer.instructions, result.instructions)}
        );
    }
    table.add_rule();
    table.add_row(
        {"", "total", "", with_thousands(static_cast<std::uint64_t>(result.macs)), with_thousands(result.instructions),
         per_mac(result.instructions, result.macs), cycles_text(result.cycles_estimated), ""}
    );
    return table.to_string();
}

std::string function_table(const ModelProfile& result) {
    Table table({{"function"}, {"instructions", Align::right}, {"share", Align::right}});
    for (std::size_t index = 0; index < std::min(functions_shown, result.functions.size()); ++index) {
        const FunctionProfile& function = result.functions[index];
        table.add_row(
            {function.name, with_thousands(function.instructions), share(function.instructions, result.instructions)}
        );
    }
    return table.to_string();
}

/// The time of an inference where the target's clock is known: cycles at zero wait states.
std::string time_text(const ModelProfile& result, const Target& target) {
    std::string text = fmt::format("Time:  {} instructions, measured", with_thousands(result.instructions));
    if (result.cycles_estimated) {
        text += fmt::format("; {} cycles, estimated", with_thousands(*result.cycles_estimated));
    }
    if (result.cycles_estimated && target.clock_hz > 0) {
        const double seconds = static_cast<double>(*result.cycles_estimated) / static_cast<double>(target.clock_hz);
        text += fmt::format("; {:.3g} ms at {} MHz, estimated", seconds * 1000, target.clock_hz / 1000000);
    }
    return text + "\n";
}

void print_text(
    const ModelProfile& result, const CompiledModel& model, const ProfileOptions& options, const Session& session
) {
    session.print(fmt::format("{}  target {}  one inference\n\n", model.program.name, result.target));
    session.print(layer_table(result) + "\n");
    if (options.shows_functions) {
        session.print(function_table(result) + "\n");
    }
    session.print(time_text(result, model.target));
    session.print(usage_bar("RAM", result.arena_bytes + result.stack_bytes, model.target.ram_bytes, "measured"));
    session.print(fmt::format(
        "       arena {} B ({}), stack {} B\n", with_thousands(result.arena_bytes),
        model.options.inputs == InputMemory::caller ? "outputs and scratch included, inputs in the caller's memory"
                                                    : "inputs, outputs and scratch included",
        with_thousands(result.stack_bytes)
    ));
    session.print(
        usage_bar("Flash", result.flash_code_bytes + result.flash_weight_bytes, model.target.flash_bytes, "measured")
    );
    session.print(fmt::format(
        "       code {} B, weights {} B; start-up and test harness, not counted: {} B\n",
        with_thousands(result.flash_code_bytes), with_thousands(result.flash_weight_bytes),
        with_thousands(result.flash_harness_bytes)
    ));
}

int run_profile(const ProfileOptions& options, const Session& session) {
    const CompiledModel model = compile_for(within(options.compile, options.budget, likely_stack_bytes), session);
    ProgressLine progress(session.progress_mode());
    const ModelProfile result = profile(model, progress.sink());
    progress.clear();
    if (options.budget.max_cycles && !result.cycles_estimated) {
        OptionError error("E0113", fmt::format("cycles cannot be estimated for {}", result.target));
        error.set_hint("use --max-instructions, which is measured on every emulated target");
        throw error;
    }
    session.is_json ? print_json(result, model.program.name, session) : print_text(result, model, options, session);
    std::vector<BudgetUse> uses;
    if (options.budget.max_ram_bytes) {
        uses.push_back({"RAM", result.arena_bytes + result.stack_bytes, *options.budget.max_ram_bytes});
    }
    if (options.budget.max_flash_bytes) {
        uses.push_back({"flash", result.flash_code_bytes + result.flash_weight_bytes, *options.budget.max_flash_bytes});
    }
    if (options.budget.max_instructions) {
        uses.push_back({"instructions", result.instructions, *options.budget.max_instructions});
    }
    if (options.budget.max_cycles) {
        uses.push_back({"cycles", *result.cycles_estimated, *options.budget.max_cycles});
    }
    return check_budget(uses, session);
}

} // namespace

void add_profile(CLI::App& app, Session& session) {
    const auto options = std::make_shared<ProfileOptions>();
    CLI::App* verb = add_verb(
        app, session, "profile", "Instructions, stack, arena and flash on an emulated target",
        [options, &session] { return run_profile(*options, session); }
    );
    add_model_options(*verb, options->compile, "--on,--target");
    verb->add_flag("--functions", options->shows_functions, "Also show the most expensive functions");
    add_budget_options(*verb, options->budget, {"ram", "flash", "instructions", "cycles"});
    verb->footer("Example: thimble profile kws.tflite --on nano33ble --max-ram 32K --max-instructions 8M");
}

} // namespace thimble::cli

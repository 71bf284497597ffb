// SPDX-License-Identifier: Apache-2.0
// thimble analyze: what a model costs, layer by layer, before anything is built.
#include "apps/cli/model_options.h"
#include "apps/cli/table.h"
#include "apps/cli/usage_bar.h"
#include "thimble/driver/analysis.h"

#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble::cli {
namespace {

struct AnalyzeOptions {
    ModelOptions compile;
    Budget budget;
};

nlohmann::ordered_json port_json(const std::vector<Port>& ports) {
    auto list = nlohmann::ordered_json::array();
    for (const Port& port : ports) {
        nlohmann::ordered_json entry = {
            {"name", port.name},
            {"data_type", name(port.type.data_type)},
            {"shape", port.type.shape.extents()},
            {"bytes", port.type.byte_count()}};
        if (port.type.quantization) {
            entry["scale"] = port.type.quantization->scale();
            entry["zero_point"] = port.type.quantization->zero_point();
        }
        list.push_back(std::move(entry));
    }
    return list;
}

nlohmann::ordered_json analysis_json(const CompiledModel& model, const Analysis& analysis) {
    auto layers = nlohmann::ordered_json::array();
    for (const LayerAnalysis& layer : analysis.layers) {
        layers.push_back(
            {{"name", layer.name},
             {"operator", layer.op},
             {"output_shape", layer.output_shape.extents()},
             {"parameters", layer.parameters},
             {"weight_bytes", layer.weight_bytes},
             {"macs", layer.macs},
             {"live_bytes", layer.live_bytes}}
        );
    }
    return {
        {"model", model.program.name},
        {"target", model.target.name},
        {"macs", analysis.macs},
        {"recomputed_macs", model.recomputed_macs},
        {"parameters", analysis.parameters},
        {"weight_bytes", analysis.weight_bytes},
        {"arena_bytes", model.program.arena_bytes},
        {"live_set_peak_bytes", model.plan.live_set_peak_bytes},
        {"lower_bound_bytes", model.plan.lower_bound_bytes},
        {"inputs", port_json(model.program.inputs)},
        {"outputs", port_json(model.program.outputs)},
        {"layers", layers}};
}

std::string ports_text(const std::vector<Port>& ports) {
    std::vector<std::string> parts;
    for (const Port& port : ports) {
        parts.push_back(fmt::format("{} {}{}", port.name, name(port.type.data_type), port.type.shape.to_string()));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string layer_table(const Analysis& analysis, std::size_t peak_bytes) {
    Table table(
        {{"#", Align::right},
         {"layer"},
         {"operator"},
         {"output"},
         {"parameters", Align::right},
         {"weight B", Align::right},
         {"MACs", Align::right},
         {"live RAM B", Align::right},
         {""}}
    );
    for (std::size_t index = 0; index < analysis.layers.size(); ++index) {
        const LayerAnalysis& layer = analysis.layers[index];
        table.add_row(
            {fmt::format("{}", index), layer.name, layer.op, layer.output_shape.to_string(),
             with_thousands(static_cast<std::uint64_t>(layer.parameters)), with_thousands(layer.weight_bytes),
             with_thousands(static_cast<std::uint64_t>(layer.macs)), with_thousands(layer.live_bytes),
             layer.live_bytes == peak_bytes ? "<- peak" : ""}
        );
    }
    table.add_rule();
    table.add_row(
        {"", "total", "", "", with_thousands(static_cast<std::uint64_t>(analysis.parameters)),
         with_thousands(analysis.weight_bytes), with_thousands(static_cast<std::uint64_t>(analysis.macs)),
         with_thousands(peak_bytes)}
    );
    return table.to_string();
}

std::string summary(const CompiledModel& model, const Analysis& analysis) {
    std::string text = usage_bar("RAM", model.program.arena_bytes, model.target.ram_bytes, "arena, exact");
    text += fmt::format(
        "       inputs {} B{}, outputs {} B and scratch lie in the arena; live-set peak {} B, lower bound {} B\n",
        with_thousands(analysis.input_bytes),
        model.options.inputs == InputMemory::caller ? " lie in the caller's memory" : "",
        with_thousands(analysis.output_bytes), with_thousands(model.plan.live_set_peak_bytes),
        with_thousands(model.plan.lower_bound_bytes)
    );
    if (model.recomputed_macs > 0) {
        text += fmt::format(
            "       first stage in bands: {} MACs are done again\n",
            with_thousands(static_cast<std::uint64_t>(model.recomputed_macs))
        );
    }
    text +=
        usage_bar("Flash", analysis.weight_bytes, model.target.flash_bytes, "weights, exact; code: thimble profile");
    return text;
}

int run_analyze(const AnalyzeOptions& options, const Session& session) {
    const CompiledModel model = compile_for(within(options.compile, options.budget), session);
    const Analysis analysis = analyze(model);
    if (session.is_json) {
        session.print_json("analyze", analysis_json(model, analysis));
    } else {
        session.print(fmt::format(
            "{}  target {}  input {}  output {}\n\n", styled(model.program.name, Style::bold, session.colors_stdout()),
            model.target.name, ports_text(model.program.inputs), ports_text(model.program.outputs)
        ));
        session.print(layer_table(analysis, model.plan.live_set_peak_bytes) + "\n" + summary(model, analysis));
    }
    std::vector<BudgetUse> uses;
    if (options.budget.max_ram_bytes) {
        uses.push_back({"RAM", model.program.arena_bytes, *options.budget.max_ram_bytes});
    }
    if (options.budget.max_flash_bytes) {
        uses.push_back({"flash", analysis.weight_bytes, *options.budget.max_flash_bytes});
    }
    const int status = check_budget(uses, session);
    if (status == 0) {
        session.print_next(fmt::format("thimble validate {} --on {}", options.compile.model.string(), model.target.name)
        );
    }
    return status;
}

} // namespace

void add_analyze(CLI::App& app, Session& session) {
    const auto options = std::make_shared<AnalyzeOptions>();
    CLI::App* verb =
        add_verb(app, session, "analyze", "Per-layer table of shapes, MACs, bytes and live RAM", [options, &session] {
            return run_analyze(*options, session);
        });
    add_model_options(*verb, options->compile, "--target,--on");
    add_budget_options(*verb, options->budget, {"ram", "flash"});
    verb->footer("Example: thimble analyze kws.tflite --target nano33ble --max-ram 32K");
}

} // namespace thimble::cli

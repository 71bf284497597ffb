// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/model_options.h"

#include "apps/cli/error_report.h"
#include "apps/cli/table.h"
#include "thimble/ir/printer.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

/// Words for values. The help has them in the option's text: CLI11 would print the values' bytes.
template <typename Value> CLI::Validator one_of(const std::map<std::string, Value>& words) {
    return CLI::CheckedTransformer(words).description("");
}

std::string pass_table(const std::vector<PassReport>& passes) {
    Table table({{"pass"}, {"time us", Align::right}, {"nodes before", Align::right}, {"nodes after", Align::right}});
    for (const PassReport& pass : passes) {
        table.add_row(
            {std::string(pass.name), fmt::format("{:.0f}", static_cast<double>(pass.microseconds)),
             fmt::format("{}", pass.nodes_before), fmt::format("{}", pass.nodes_after)}
        );
    }
    return table.to_string();
}

using AddBinding = void (*)(ModelBindings& bindings, const std::string& text);

/// An option that may be given several times, each with one value.
void add_repeated(
    CLI::App& verb, const std::string& flag, ModelBindings& bindings, AddBinding add, const std::string& help
) {
    verb.add_option_function<std::vector<std::string>>(
            flag,
            [&bindings, add](const std::vector<std::string>& texts) {
                for (const std::string& text : texts) {
                    add(bindings, text);
                }
            },
            help
    )
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
}

void add_binding_options(CLI::App& verb, ModelBindings& bindings) {
    add_repeated(verb, "--dimension", bindings, add_dimension, "Extent of a symbolic dimension of an ONNX model: N=1");
    add_repeated(
        verb, "--bind", bindings, add_bound_input,
        "Make an input of an ONNX model a constant: NAME=v,v,..., NAME=file.npy or NAME=file.pb"
    );
}

} // namespace

void add_model_options(CLI::App& verb, ModelOptions& options, const std::string& target_flag) {
    verb.add_option("model", options.model, "Model file (.tflite, .onnx)")->required();
    verb.add_option(target_flag, options.target, "Target name (see thimble targets) or a target file")
        ->capture_default_str();
    verb.add_option("--optimize", options.optimize, "What to favour: balanced, speed, ram, flash")
        ->transform(one_of<Optimize>(
            {{"balanced", Optimize::balanced},
             {"speed", Optimize::speed},
             {"ram", Optimize::ram},
             {"flash", Optimize::flash},
             {"size", Optimize::flash}}
        ))
        ->type_name("WORD")
        ->default_str("balanced");
    verb.add_option("--inputs", options.inputs, "Where inputs lie: arena, caller (only read there)")
        ->transform(one_of<InputMemory>({{"arena", InputMemory::arena}, {"caller", InputMemory::caller}}))
        ->type_name("WORD")
        ->default_str("arena");
    verb.add_option("--kernels", options.kernels_file, "Kernels chosen before, by compile --tune");
    add_binding_options(verb, options.bindings);
    verb.add_option("--disable-pass", options.passes.disabled, "Leave out a graph pass, by name");
    verb.add_option_function<std::vector<std::string>>(
        "--dump-after",
        [&options](const std::vector<std::string>& names) {
            options.passes.dump_after = names;
            options.passes.dump = [](std::string_view pass, const Graph& graph) {
                PrintOptions print_options;
                print_options.constants = ConstantData::elided;
                std::fputs(fmt::format("// after {}\n{}\n", pass, print(graph, print_options)).c_str(), stderr);
            };
        },
        "Print the graph to stderr after a pass, by name"
    );
    verb.add_flag("--time-passes", options.times_passes, "Print to stderr what each pass took and did");
}

void add_budget_options(CLI::App& verb, Budget& budget, const std::vector<std::string>& kinds) {
    const auto add = [&](const std::string& kind, std::optional<std::uint64_t>& limit, auto parse,
                         const std::string& help) {
        if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) {
            verb.add_option_function<std::string>(
                "--max-" + kind, [&limit, parse](const std::string& text) { limit = parse(text); }, help
            );
        }
    };
    add("ram", budget.max_ram_bytes, parse_byte_count, "Fail when more RAM is needed, such as 32K");
    add("flash", budget.max_flash_bytes, parse_byte_count, "Fail when more flash is needed, such as 256K");
    add("instructions", budget.max_instructions, parse_count, "Fail when an inference takes more, such as 5M");
    add("cycles", budget.max_cycles, parse_count, "Fail when an inference is estimated to take more, such as 8M");
}

ModelOptions within(ModelOptions options, const Budget& budget, std::size_t stack_bytes) {
    if (budget.max_ram_bytes) {
        options.max_arena_bytes = *budget.max_ram_bytes - std::min<std::uint64_t>(*budget.max_ram_bytes, stack_bytes);
    }
    return options;
}

CompiledModel compile_for(const ModelOptions& options, const Session& session) {
    CompileOptions with_kernels = options;
    if (!options.kernels_file.empty()) {
        with_kernels.kernels = read_kernel_choices(options.kernels_file);
    }
    CompiledModel model = compile_model(with_kernels);
    session.print_warnings(model.diagnostics.warnings);
    if (options.times_passes) {
        std::fputs(pass_table(model.passes).c_str(), stderr);
    }
    return model;
}

int check_budget(const std::vector<BudgetUse>& uses, const Session& session) {
    int status = 0;
    for (const BudgetUse& use : uses) {
        if (!use.holds()) {
            CapacityError error("E0502", fmt::format("{} budget exceeded", use.what));
            error.add_note(fmt::format(
                "needs {}, limit {}, {} too many", with_thousands(use.used), with_thousands(use.limit),
                with_thousands(use.used - use.limit)
            ));
            print_error(error, session);
            status = error.exit_status();
        }
    }
    return status;
}

} // namespace thimble::cli

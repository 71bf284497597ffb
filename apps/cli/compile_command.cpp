// SPDX-License-Identifier: Apache-2.0
// thimble compile: a model file becomes a folder with a C++ library that needs nothing else.
#include "apps/cli/model_options.h"
#include "apps/cli/progress_line.h"
#include "apps/cli/table.h"
#include "thimble/core/file.h"
#include "thimble/driver/tune_kernels.h"

#include <memory>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

struct CompileCommand {
    ModelOptions compile;
    Budget budget;
    std::string output;
    bool is_tuned = false;
};

void report_library(
    const CompiledModel& model, const EmittedLibrary& library, const std::string& folder, const Session& session
) {
    if (session.is_json) {
        auto files = nlohmann::ordered_json::array();
        for (const EmittedFile& file : library.files) {
            files.push_back({{"path", file.path}, {"bytes", file.contents.size()}});
        }
        session.print_json(
            "compile", {{"model", library.model_name},
                        {"target", model.target.name},
                        {"folder", folder},
                        {"arena_bytes", model.program.arena_bytes},
                        {"weight_bytes", model.program.constant_bytes()},
                        {"files", files}}
        );
        return;
    }
    Table table({{"file"}, {"bytes", Align::right}});
    for (const EmittedFile& file : library.files) {
        table.add_row({folder + "/" + file.path, with_thousands(file.contents.size())});
    }
    session.print(table.to_string());
    session.print(fmt::format(
        "\n{} for {}: arena {}, weights {} in flash\n", library.model_name, model.target.name,
        byte_text(model.program.arena_bytes), byte_text(model.program.constant_bytes())
    ));
}

std::string tuning_text(const Tuning& tuning, const std::filesystem::path& file) {
    const std::string unit = tuning.unit == CostUnit::cycles ? "cycles, estimated" : "instructions, measured";
    Table table({{"layer"}, {"kernel"}, {unit, Align::right}, {"before", Align::right}});
    for (const TunedLayer& layer : tuning.layers) {
        table.add_row({layer.name, layer.kernel, with_thousands(layer.cost), with_thousands(layer.default_cost)});
    }
    const std::string kept = fmt::format("kernels kept in {}; --kernels takes them again\n", file.string());
    return tuning.layers.empty() ? "no kernel is better than the first that applies\n" + kept
                                 : table.to_string() + kept;
}

/// Chooses kernels by measurement and keeps them beside the library.
ModelOptions tuned(ModelOptions options, const std::filesystem::path& folder, const Session& session) {
    make_folder(folder); // before the measurements, which take long
    ProgressLine progress(session.progress_mode());
    const Tuning tuning = tune_kernels(options, progress.sink());
    progress.clear();
    const std::filesystem::path file = folder / "kernels.txt";
    write_file(file, to_text(tuning.kernels));
    if (!session.is_json) {
        session.print(tuning_text(tuning, file));
    }
    options.kernels_file = file.string();
    return options;
}

int run_compile(const CompileCommand& options, const Session& session) {
    ModelOptions chosen = within(options.compile, options.budget);
    if (options.is_tuned) {
        const std::string stem =
            options.compile.model_name.empty() ? options.compile.model.stem().string() : options.compile.model_name;
        chosen = tuned(chosen, options.output.empty() ? stem : options.output, session);
    }
    const CompiledModel model = compile_for(chosen, session);
    std::vector<BudgetUse> uses;
    if (options.budget.max_ram_bytes) {
        uses.push_back({"RAM", model.program.arena_bytes, *options.budget.max_ram_bytes});
    }
    if (options.budget.max_flash_bytes) {
        uses.push_back({"flash", model.program.constant_bytes(), *options.budget.max_flash_bytes});
    }
    if (const int status = check_budget(uses, session); status != 0) {
        return status;
    }
    const EmittedLibrary library = emit_model(model);
    const std::string folder = options.output.empty() ? library.model_name : options.output;
    write_library(library, folder);
    report_library(model, library, folder, session);
    session.print_next(fmt::format("thimble profile {} --on {}", options.compile.model.string(), model.target.name));
    return 0;
}

} // namespace

void add_compile(CLI::App& app, Session& session) {
    const auto options = std::make_shared<CompileCommand>();
    CLI::App* verb = add_verb(app, session, "compile", "Write the C++ library of a model", [options, &session] {
        return run_compile(*options, session);
    });
    add_model_options(*verb, options->compile, "--target,--on");
    verb->add_option("-o,--output", options->output, "Folder to write (default: the model's name)");
    verb->add_option("--name", options->compile.model_name, "Prefix of the library's files and symbols");
    verb->add_flag(
        "--tune", options->is_tuned,
        "Measure the kernels of every layer in the emulator and keep the best, in kernels.txt"
    );
    add_budget_options(*verb, options->budget, {"ram", "flash"});
    verb->footer("Example: thimble compile kws.tflite --target cortex-m4 -o firmware/kws");
}

} // namespace thimble::cli

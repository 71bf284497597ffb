// SPDX-License-Identifier: Apache-2.0
// thimble compile: a model file becomes a folder with a C++ library that needs nothing else.
#include "apps/cli/model_options.h"
#include "apps/cli/table.h"

#include <memory>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

struct CompileCommand {
    ModelOptions compile;
    Budget budget;
    std::string output;
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

int run_compile(const CompileCommand& options, const Session& session) {
    const CompiledModel model = compile_for(within(options.compile, options.budget), session);
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
    add_budget_options(*verb, options->budget, {"ram", "flash"});
    verb->footer("Example: thimble compile kws.tflite --target cortex-m4 -o firmware/kws");
}

} // namespace thimble::cli

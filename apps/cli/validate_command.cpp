// SPDX-License-Identifier: Apache-2.0
// thimble validate: oracle, host kernels and the emitted library held against each other.
#include "apps/cli/model_options.h"
#include "apps/cli/table.h"
#include "thimble/driver/validation.h"

#include <memory>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

struct ValidateOptions {
    ModelOptions compile;
    std::string golden_folder;
    std::size_t random_count = 4;
    std::uint32_t seed = 1;
};

void print_json(const ValidationReport& result, const std::string& model_name, const Session& session) {
    auto comparisons = nlohmann::ordered_json::array();
    for (const Comparison& comparison : result.comparisons) {
        comparisons.push_back(
            {{"executor", comparison.executor},
             {"mismatched_vectors", comparison.mismatched_vectors},
             {"max_abs_difference", comparison.max_abs_difference},
             {"first_mismatch", comparison.first_mismatch}}
        );
    }
    session.print_json(
        "validate", {{"model", model_name},
                     {"target", result.target},
                     {"reference", result.reference},
                     {"vectors", result.vectors},
                     {"mismatched_vectors", result.mismatched_vectors},
                     {"max_abs_difference", result.max_abs_difference},
                     {"bit_exact", result.bit_exact},
                     {"passed", result.passed},
                     {"comparisons", comparisons}}
    );
}

void print_text(const ValidationReport& result, const std::string& model_name, const Session& session) {
    session.print(fmt::format(
        "{}  target {}  {} vectors, compared with the {}\n\n", model_name, result.target, result.vectors,
        result.reference == "golden" ? "golden outputs" : "oracle's outputs"
    ));
    Table table({{"executor"}, {"mismatched", Align::right}, {"largest difference", Align::right}, {"first mismatch"}});
    for (const Comparison& comparison : result.comparisons) {
        table.add_row(
            {comparison.executor, fmt::format("{} of {}", comparison.mismatched_vectors, result.vectors),
             fmt::format("{:.6g}", comparison.max_abs_difference), comparison.first_mismatch}
        );
    }
    session.print(table.to_string() + "\n");
    const bool is_colored = session.colors_stdout();
    if (result.bit_exact) {
        session.print(styled("bit-exact", Style::green, is_colored) + ", measured\n");
    } else if (result.passed) {
        session.print(fmt::format(
            "{}: within {} of the output's largest magnitude, measured\n", styled("equal", Style::green, is_colored),
            float_tolerance
        ));
    } else {
        session.print(styled("different", Style::red, is_colored) + ", measured\n");
    }
}

int run_validate(const ValidateOptions& options, const Session& session) {
    const CompiledModel model = compile_for(options.compile, session);
    const std::vector<TestVector> vectors = options.golden_folder.empty()
                                                ? random_vectors(model.graph, options.random_count, options.seed)
                                                : load_golden_vectors(model.graph, options.golden_folder);
    ProgressLine progress(session.progress_mode());
    const ValidationReport result = validate(model, vectors, progress.sink());
    progress.clear();
    session.is_json ? print_json(result, model.program.name, session) : print_text(result, model.program.name, session);
    if (!result.passed) {
        return 1;
    }
    session.print_next(fmt::format(
        "thimble profile {} --on {}", options.compile.model.string(),
        model.target.emulator == EmulatorKind::native ? "cortex-m4" : options.compile.target
    ));
    return 0;
}

} // namespace

void add_validate(CLI::App& app, Session& session) {
    const auto options = std::make_shared<ValidateOptions>();
    options->compile.target = "host";
    CLI::App* verb =
        add_verb(app, session, "validate", "Compare oracle, host kernels and the emulated device", [options, &session] {
            return run_validate(*options, session);
        });
    add_model_options(*verb, options->compile, "--on,--target");
    verb->add_option("--golden", options->golden_folder, "Folder with input_NN.bin and output_NN.bin");
    verb->add_option("--random", options->random_count, "Number of random vectors when there is no golden folder")
        ->check(CLI::Range(std::size_t{1}, std::size_t{100000}))
        ->capture_default_str();
    verb->add_option("--seed", options->seed, "Seed of the first random vector")
        ->check(CLI::Range(std::uint32_t{1}, std::uint32_t{0xFFFFFFFF}))
        ->capture_default_str();
    verb->footer("Example: thimble validate kws.tflite --golden vectors/ --on cortex-m4");
}

} // namespace thimble::cli

// SPDX-License-Identifier: Apache-2.0
// thimble run: inferences on the host with the device kernels.
#include "apps/cli/model_options.h"
#include "apps/cli/table.h"
#include "thimble/core/file.h"
#include "thimble/driver/run_model.h"
#include "thimble/driver/test_vectors.h"

#include <algorithm>
#include <memory>

#include <fmt/ranges.h>

namespace thimble::cli {
namespace {

constexpr std::size_t elements_shown = 12;

struct RunOptions {
    ModelOptions compile;
    std::string input;
    std::string output;
};

std::size_t arg_max(const std::vector<double>& values) {
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

std::string values_text(const std::vector<double>& values) {
    std::vector<std::string> parts;
    for (std::size_t index = 0; index < std::min(values.size(), elements_shown); ++index) {
        parts.push_back(fmt::format("{:.4g}", values[index]));
    }
    return fmt::format("{}{}", fmt::join(parts, " "), values.size() > elements_shown ? " ..." : "");
}

void print_text(const std::vector<RunResult>& results, const Session& session) {
    Table table({{"input"}, {"output", Align::right}, {"largest at", Align::right}, {"values"}});
    for (const RunResult& result : results) {
        for (std::size_t output = 0; output < result.outputs.size(); ++output) {
            const std::vector<double> values = real_values(result.outputs[output]);
            table.add_row(
                {result.input, fmt::format("{}", output), fmt::format("{}", arg_max(values)), values_text(values)}
            );
        }
    }
    session.print(table.to_string());
}

void print_json(const std::vector<RunResult>& results, const std::string& model_name, const Session& session) {
    auto list = nlohmann::ordered_json::array();
    for (const RunResult& result : results) {
        auto outputs = nlohmann::ordered_json::array();
        for (const Tensor& tensor : result.outputs) {
            const std::vector<double> values = real_values(tensor);
            outputs.push_back(
                {{"shape", tensor.type.shape.extents()}, {"values", values}, {"largest_at", arg_max(values)}}
            );
        }
        list.push_back({{"input", result.input}, {"outputs", outputs}});
    }
    session.print_json("run", {{"model", model_name}, {"samples", results.size()}, {"results", list}});
}

int run_run(const RunOptions& options, const Session& session) {
    const CompiledModel model = compile_for(options.compile, session);
    ProgressLine progress(session.progress_mode());
    const std::vector<RunResult> results = run_model(model, options.input, progress.sink());
    progress.clear();
    if (!options.output.empty()) {
        std::string bytes;
        for (const RunResult& result : results) {
            const std::vector<std::byte> raw = concatenate(result.outputs);
            bytes.append(reinterpret_cast<const char*>(raw.data()), raw.size());
        }
        write_file(options.output, bytes);
    }
    session.is_json ? print_json(results, model.program.name, session) : print_text(results, session);
    return 0;
}

} // namespace

void add_run(CLI::App& app, Session& session) {
    const auto options = std::make_shared<RunOptions>();
    options->compile.target = "host";
    CLI::App* verb =
        add_verb(app, session, "run", "One inference, or a folder of them, on the host", [options, &session] {
            return run_run(*options, session);
        });
    add_model_options(*verb, options->compile, "--target");
    verb->add_option("input", options->input, "Raw tensor file (.bin), or a folder of them")->required();
    verb->add_option("-o,--output", options->output, "Write the raw outputs to this file");
    verb->footer("Example: thimble run digits.tflite seven.bin");
}

} // namespace thimble::cli

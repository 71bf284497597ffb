// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/validation.h"

#include "thimble/driver/compare_outputs.h"
#include "thimble/emulate/firmware.h"
#include "thimble/emulate/run_firmware.h"
#include "thimble/execute/execute.h"
#include "thimble/interpret/interpreter.h"

#include <algorithm>

namespace thimble {
namespace {

using Outputs = std::vector<std::vector<std::byte>>; // one entry a vector, outputs concatenated

Outputs run_oracle(const CompiledModel& model, const std::vector<TestVector>& vectors, const ProgressSink& progress) {
    Outputs outputs;
    Interpreter interpreter(model.graph);
    for (const TestVector& vector : vectors) {
        progress({"oracle", outputs.size(), vectors.size()});
        outputs.push_back(concatenate(interpreter.run(vector.inputs)));
    }
    return outputs;
}

Outputs
run_host_kernels(const CompiledModel& model, const std::vector<TestVector>& vectors, const ProgressSink& progress) {
    Outputs outputs;
    Executor executor(model.program);
    for (const TestVector& vector : vectors) {
        progress({"host kernels", outputs.size(), vectors.size()});
        outputs.push_back(concatenate(executor.run(vector.inputs)));
    }
    return outputs;
}

Outputs run_library(const CompiledModel& model, const std::vector<TestVector>& vectors, const ProgressSink& progress) {
    progress({"building firmware for " + model.target.name, 0, 0});
    const Firmware firmware = build_firmware(emit_model(model), model.target);
    progress({"running on " + model.target.name, 0, 0});
    std::vector<std::vector<std::byte>> inputs;
    for (const TestVector& vector : vectors) {
        inputs.push_back(concatenate(vector.inputs));
    }
    return run_firmware(firmware, model.target, inputs).outputs;
}

Comparison compare(
    const CompiledModel& model, const std::vector<TestVector>& vectors, const Outputs& found, const Outputs& expected,
    ValidationReport& report, std::vector<char>& is_mismatched, std::string executor
) {
    Comparison comparison;
    comparison.executor = std::move(executor);
    for (std::size_t index = 0; index < vectors.size(); ++index) {
        const OutputDifference difference =
            compare_outputs(model.graph, found[index], expected[index], float_tolerance);
        comparison.max_abs_difference = std::max(comparison.max_abs_difference, difference.max_abs_difference);
        report.bit_exact = report.bit_exact && difference.is_equal;
        if (difference.is_within) {
            continue;
        }
        ++comparison.mismatched_vectors;
        is_mismatched[index] = 1;
        if (comparison.first_mismatch.empty()) {
            comparison.first_mismatch = "vector " + vectors[index].name + ", " + difference.first_difference;
        }
    }
    return comparison;
}

} // namespace

ValidationReport
validate(const CompiledModel& model, const std::vector<TestVector>& vectors, const ProgressSink& progress) {
    ValidationReport report;
    report.target = model.target.name;
    report.vectors = vectors.size();
    report.bit_exact = true;

    const Outputs oracle = run_oracle(model, vectors, progress);
    Outputs expected = oracle;
    const bool has_golden = !vectors.empty() && !vectors.front().golden.empty();
    report.reference = has_golden ? "golden" : "oracle";
    if (has_golden) {
        std::transform(vectors.begin(), vectors.end(), expected.begin(), [](const TestVector& v) { return v.golden; });
    }
    std::vector<char> is_mismatched(vectors.size(), 0);
    const auto add = [&](std::string executor, const Outputs& found) {
        report.comparisons.push_back(
            compare(model, vectors, found, expected, report, is_mismatched, std::move(executor))
        );
        report.max_abs_difference = std::max(report.max_abs_difference, report.comparisons.back().max_abs_difference);
    };
    if (has_golden) {
        add("oracle", oracle);
    }
    add("host kernels", run_host_kernels(model, vectors, progress));
    add("library on " + model.target.name, run_library(model, vectors, progress));
    report.mismatched_vectors =
        static_cast<std::size_t>(std::count(is_mismatched.begin(), is_mismatched.end(), char{1}));
    report.passed = report.mismatched_vectors == 0;
    return report;
}

} // namespace thimble

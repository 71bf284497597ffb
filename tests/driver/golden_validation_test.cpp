// SPDX-License-Identifier: Apache-2.0
// Every golden model, on every core: oracle, host kernels and emitted library equal the reference
// implementation byte for byte.
#include "tests/driver/golden_models.h"
#include "thimble/driver/validation.h"

#include <algorithm>
#include <tuple>

#include <gtest/gtest.h>

namespace thimble {
namespace {

class GoldenValidation : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(GoldenValidation, IsBitExact) {
    const auto& [name, target] = GetParam();
    THIMBLE_REQUIRE_GOLDEN(name);
    CompileOptions options;
    options.model = golden_model(name);
    options.target = target;
    const CompiledModel model = compile_model(options);
    const auto vectors = load_golden_vectors(model.graph, golden_folder(name));
    const ValidationReport report = validate(model, vectors, [](const ProgressEvent&) {});
    EXPECT_GE(report.vectors, 6U);
    for (const Comparison& comparison : report.comparisons) {
        EXPECT_EQ(comparison.mismatched_vectors, 0U) << comparison.executor << ": " << comparison.first_mismatch;
    }
    EXPECT_TRUE(report.bit_exact);
}

TEST_P(GoldenValidation, IsBitExactWithOutputsOverInputs) {
    const auto& [name, target] = GetParam();
    THIMBLE_REQUIRE_GOLDEN(name);
    CompileOptions options;
    options.model = golden_model(name);
    options.target = target;
    options.optimize = Optimize::ram;
    const CompiledModel model = compile_model(options);
    const auto vectors = load_golden_vectors(model.graph, golden_folder(name));
    EXPECT_TRUE(validate(model, vectors, [](const ProgressEvent&) {}).bit_exact);
}

INSTANTIATE_TEST_SUITE_P(
    Models, GoldenValidation,
    testing::Combine(
        testing::Values("kws", "vww", "ic", "ad", "sww", "hello"),
        testing::Values(
            "host", "cortex-m0", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33", "cortex-m55", "rv32imc", "aarch64"
        )
    ),
    [](const auto& parameters) {
        std::string label = std::get<0>(parameters.param) + "_on_" + std::get<1>(parameters.param);
        std::replace(label.begin(), label.end(), '-', '_');
        return label;
    }
);

} // namespace
} // namespace thimble

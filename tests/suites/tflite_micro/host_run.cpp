// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/tflite_micro/host_run.h"

#include "thimble/core/visit_data_type.h"
#include "thimble/driver/compile_model.h"
#include "thimble/driver/test_vectors.h"
#include "thimble/execute/execute.h"
#include "thimble/interpret/interpreter.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

namespace thimble {

namespace {

void expect_close(const Tensor& actual, const Tensor& expected) {
    double largest = 1e-3;
    for (const float value : expected.elements<float>()) {
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    for (std::size_t index = 0; index < expected.elements<float>().size(); ++index) {
        const auto found = static_cast<double>(actual.elements<float>()[index]);
        const auto wanted = static_cast<double>(expected.elements<float>()[index]);
        ASSERT_NEAR(found, wanted, 1e-4 * largest) << "element " << index;
    }
}

void expect_same(const Tensor& actual, const Tensor& expected) {
    ASSERT_EQ(actual.type.data_type, expected.type.data_type);
    ASSERT_EQ(actual.type.shape, expected.type.shape);
    if (expected.type.data_type == DataType::float32) {
        expect_close(actual, expected);
        return;
    }
    EXPECT_EQ(actual.bytes, expected.bytes);
}

} // namespace

std::filesystem::path data_folder() {
    const char* given = std::getenv("THIMBLE_DATA");
    return given == nullptr ? THIMBLE_SOURCE_DIR "/../shared" : given;
}

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, const std::string& extension) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == extension) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

CompiledForHost compile_for_host(const std::filesystem::path& model) {
    CompileOptions options;
    options.model = model;
    options.target = "host";
    CompiledModel compiled = compile_model(options);
    return {std::move(compiled.graph), std::move(compiled.program)};
}

std::vector<Tensor> random_inputs(const Graph& graph, std::uint32_t seed) {
    return random_vectors(graph, 1, seed).front().inputs;
}

std::vector<Tensor> run_both_ways(const CompiledForHost& model, const std::vector<Tensor>& inputs) {
    const std::vector<Tensor> expected = interpret(model.graph, inputs);
    std::vector<Tensor> actual = execute(model.program, inputs);
    EXPECT_EQ(actual.size(), expected.size());
    for (std::size_t index = 0; index < expected.size(); ++index) {
        expect_same(actual[index], expected[index]);
    }
    return actual;
}

} // namespace thimble

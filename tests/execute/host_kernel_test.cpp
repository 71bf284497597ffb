// SPDX-License-Identifier: Apache-2.0
// Kernels of this machine other than convolutions against the portable ones, and whole models against the reference.
#include "tests/execute/host_case.h"
#include "tests/lower/small_graph.h"
#include "thimble/execute/execute.h"
#include "thimble/execute/vnni/kernels.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"
#include "thimble/lower/lower.h"
#include "thimble/plan/plan_memory.h"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace thimble {

namespace {

void expect_equal_fully_connected(std::int32_t batch, std::int32_t inputs, std::int32_t outputs, unsigned seed) {
    SCOPED_TRACE(fmt::format("{} x {} to {}, seed {}", batch, inputs, outputs, seed));
    std::mt19937 random(seed);
    const Fields fields = {
        {"batch", batch},
        {"input_size", inputs},
        {"output_size", outputs},
        {"input_zero_point", random_between(random, -128, 127)},
        {"weights_zero_point", 0},
        {"output_zero_point", random_between(random, -128, 127)},
        {"multiplier", random_multiplier(random)},
        {"shift", random_between(random, -14, 3)},
        {"output_min", random_between(random, -128, 0)},
        {"output_max", random_between(random, 0, 127)}};
    HostCase host("fully_connected_s8", fields, seed);
    host.input(batch * inputs).constant(inputs * outputs).biases(outputs).output(batch * outputs);
    host.expect_equal_outputs();
}

void expect_equal_add(std::int32_t count, unsigned seed) {
    SCOPED_TRACE(fmt::format("{} elements, seed {}", count, seed));
    std::mt19937 random(seed);
    Fields fields = {{"is_flat", 1}, {"count", count}};
    for (int axis = 0; axis < 18; ++axis) {
        fields.emplace_back("unused", 0);
    }
    const Fields scales = {
        {"input_a_zero_point", random_between(random, -128, 127)},
        {"input_b_zero_point", random_between(random, -128, 127)},
        {"output_zero_point", random_between(random, -128, 127)},
        {"multiplier_a", random_multiplier(random)},
        {"shift_a", random_between(random, -6, 0)},
        {"multiplier_b", random_multiplier(random)},
        {"shift_b", random_between(random, -6, 0)},
        {"multiplier_out", random_multiplier(random)},
        {"shift_out", random_between(random, -22, -16)},
        {"output_min", random_between(random, -128, 0)},
        {"output_max", random_between(random, 0, 127)}};
    fields.insert(fields.end(), scales.begin(), scales.end());
    HostCase host("add_s8", fields, seed);
    host.input(count).input(count).output(count).expect_equal_outputs();
}

void expect_equal_average_pool(std::int32_t channels, unsigned seed) {
    SCOPED_TRACE(fmt::format("{} channels, seed {}", channels, seed));
    std::mt19937 random(seed);
    const std::int32_t window = random_between(random, 1, 5);
    const std::int32_t padding = random_between(random, 0, window - 1);
    const std::int32_t size = random_between(random, window, 9);
    const std::int32_t stride = random_between(random, 1, 3);
    const std::int32_t output = (size + 2 * padding - window) / stride + 1;
    const Fields fields = {
        {"batch", 2},
        {"input_height", size},
        {"input_width", size},
        {"channels", channels},
        {"output_height", output},
        {"output_width", output},
        {"window_height", window},
        {"window_width", window},
        {"stride_height", stride},
        {"stride_width", stride},
        {"padding_top", padding},
        {"padding_left", padding},
        {"output_min", random_between(random, -128, -60)},
        {"output_max", random_between(random, 60, 127)}};
    HostCase host("average_pool2d_s8", fields, seed);
    host.input(2 * size * size * channels).output(2 * output * output * channels).expect_equal_outputs();
}

class HostModels : public ::testing::TestWithParam<std::string> {};

} // namespace

TEST(HostFullyConnected, EqualsThePortableKernel) {
    for (std::int32_t size = 1; size <= 70; ++size) {
        expect_equal_fully_connected(1, size, 71 - size, static_cast<unsigned>(size));
        expect_equal_fully_connected(1 + size % 9, 71 - size, size, static_cast<unsigned>(size));
    }
    expect_equal_fully_connected(1, 640, 128, 1);
    expect_equal_fully_connected(7, 129, 640, 2);
}

TEST(HostFullyConnected, LeavesWeightsWithAZeroPointToThePortableKernel) {
    const Fields fields = {
        {"batch", 1},
        {"input_size", 4},
        {"output_size", 3},
        {"input_zero_point", 1},
        {"weights_zero_point", 2},
        {"output_zero_point", 0},
        {"multiplier", 1 << 30},
        {"shift", -6},
        {"output_min", -128},
        {"output_max", 127}};
    HostCase host("fully_connected_s8", fields, 1);
    host.input(4).constant(12).biases(3).output(3);
    host.expect_equal_outputs(0);
}

TEST(HostAdd, EqualsThePortableKernel) {
    for (std::int32_t count = 1; count <= 70; ++count) {
        expect_equal_add(count, static_cast<unsigned>(count));
    }
    for (unsigned seed = 0; seed < 50; ++seed) {
        expect_equal_add(4000, seed);
    }
}

TEST(HostAveragePool2d, EqualsThePortableKernel) {
    for (std::int32_t channels = 1; channels <= 70; ++channels) {
        expect_equal_average_pool(channels, static_cast<unsigned>(channels));
    }
}

TEST_P(HostModels, EqualTheReferenceOnRandomInputs) {
    const char* root = std::getenv("THIMBLE_DATA");
    const std::filesystem::path data = root != nullptr ? root : THIMBLE_SOURCE_DIR "/../shared";
    const auto file = data / "golden" / GetParam() / (GetParam() + ".tflite");
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is absent: set THIMBLE_DATA";
    }
    Diagnostics diagnostics;
    const Graph graph = import_tflite_file(file, diagnostics);
    Program program = lower(graph, plain_target());
    plan_memory(program);
    Executor fastest(program, KernelChoice::fastest);
    EXPECT_EQ(fastest.host_kernel_count() > 0, vnni::is_supported());
    std::mt19937 random(11);
    for (int repetition = 0; repetition < 3; ++repetition) {
        Tensor input(program.inputs.at(0).type);
        for (std::byte& byte : input.bytes) {
            byte = static_cast<std::byte>(random());
        }
        fastest.reset();
        EXPECT_EQ(fastest.run({input}), interpret(graph, {input}));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Execute, HostModels, ::testing::Values("kws", "vww", "ic", "ad", "sww", "hello"),
    [](const auto& model) { return model.param; }
);

} // namespace thimble

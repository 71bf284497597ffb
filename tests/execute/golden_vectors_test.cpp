// SPDX-License-Identifier: Apache-2.0
// The device kernels, executed on the host, against recorded outputs of TensorFlow Lite Micro.
#include "tests/lower/small_graph.h"
#include "thimble/execute/execute.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/lower/lower.h"
#include "thimble/plan/plan_memory.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace thimble {

namespace {

std::filesystem::path golden_folder(const std::string& model) {
    const char* root = std::getenv("THIMBLE_DATA");
    return std::filesystem::path(root != nullptr ? root : THIMBLE_SOURCE_DIR "/../shared") / "golden" / model;
}

std::vector<std::byte> read_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> characters{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto* first = reinterpret_cast<const std::byte*>(characters.data());
    return {first, first + characters.size()};
}

Program planned_program(const std::filesystem::path& folder, const std::string& model, const Target& target) {
    Diagnostics diagnostics;
    Program program = lower(import_tflite_file(folder / (model + ".tflite"), diagnostics), target);
    plan_memory(program);
    return program;
}

/// Runs every recorded input; the number of vectors.
int expect_recorded_outputs(
    const Program& program, const std::filesystem::path& folder, KernelChoice choice = KernelChoice::device
) {
    Executor executor(program, choice);
    int vectors = 0;
    for (int number = 1; number < 100; ++number) {
        const auto input_path = folder / fmt::format("input_{:02}.bin", number);
        if (!std::filesystem::exists(input_path)) {
            continue;
        }
        Tensor input(program.inputs.at(0).type);
        input.bytes = read_bytes(input_path);
        const std::vector<std::byte> expected = read_bytes(folder / fmt::format("output_{:02}.bin", number));
        EXPECT_EQ(executor.run({input}).at(0).bytes, expected) << input_path;
        ++vectors;
    }
    return vectors;
}

class GoldenVectors : public ::testing::TestWithParam<std::string> {};

} // namespace

TEST_P(GoldenVectors, AreReproducedBitForBit) {
    const auto folder = golden_folder(GetParam());
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "golden vectors of " << GetParam() << " are absent: set THIMBLE_DATA";
    }
    for (const Target& target : {plain_target(), dsp_target()}) {
        const Program program = planned_program(folder, GetParam(), target);
        EXPECT_GE(expect_recorded_outputs(program, folder), 5) << target.name;
    }
    const Program program = planned_program(folder, GetParam(), plain_target());
    EXPECT_GE(expect_recorded_outputs(program, folder, KernelChoice::fastest), 5) << "fastest";
}

INSTANTIATE_TEST_SUITE_P(
    Execute, GoldenVectors, ::testing::Values("kws", "vww", "ic", "ad", "sww", "hello"),
    [](const auto& vectors) { return vectors.param; }
);

} // namespace thimble

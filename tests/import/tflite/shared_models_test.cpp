// SPDX-License-Identifier: Apache-2.0
// Public models, and the outputs that TensorFlow Lite Micro gives for them.
#include "thimble/core/error.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace thimble {

namespace {

std::filesystem::path data_folder() {
    const char* given = std::getenv("THIMBLE_DATA");
    return given == nullptr ? THIMBLE_SOURCE_DIR "/../shared" : given;
}

std::vector<std::filesystem::path> models_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".tflite") {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string read_bytes(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class SharedModels : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(data_folder() / folder())) {
            GTEST_SKIP() << data_folder() / folder() << " is absent (set THIMBLE_DATA)";
        }
    }

    virtual std::string folder() const = 0;
};

class GoldenModels : public SharedModels {
    std::string folder() const override { return "golden"; }
};

class MlperfTinyModels : public SharedModels {
    std::string folder() const override { return "models/mlperf-tiny"; }
};

} // namespace

TEST_F(GoldenModels, GiveTheReferenceOutputsBitForBit) {
    for (const std::filesystem::path& path : models_below(data_folder() / "golden")) {
        Diagnostics diagnostics;
        const Graph graph = import_tflite_file(path, diagnostics);
        EXPECT_EQ(graph.name, path.stem().string());
        const std::string input = read_bytes(path.parent_path() / "input_11.bin");
        Tensor tensor(graph.value(graph.inputs.front()).type);
        ASSERT_EQ(input.size(), tensor.bytes.size()) << path;
        std::memcpy(tensor.bytes.data(), input.data(), input.size());
        const Tensor output = interpret(graph, {tensor}).front();
        const std::string found(reinterpret_cast<const char*>(output.bytes.data()), output.bytes.size());
        EXPECT_EQ(found, read_bytes(path.parent_path() / "output_11.bin")) << path;
    }
}

TEST_F(MlperfTinyModels, AreImported) {
    const std::vector<std::filesystem::path> paths = models_below(data_folder() / "models/mlperf-tiny");
    EXPECT_GE(paths.size(), 10U);
    for (const std::filesystem::path& path : paths) {
        Diagnostics diagnostics;
        EXPECT_GE(import_tflite_file(path, diagnostics).nodes.size(), 3U) << path;
    }
}

TEST_F(MlperfTinyModels, HaveTheLayersThatTheirTrainingNamed) {
    Diagnostics diagnostics;
    const Graph graph =
        import_tflite_file(data_folder() / "models/mlperf-tiny/visual_wake_words/vww_96_int8.tflite", diagnostics);
    EXPECT_EQ(graph.nodes.front().name, "conv2d");
    EXPECT_EQ(graph.nodes[5].name, "depthwise_conv2d_2");
    EXPECT_EQ(graph.nodes.back().name, "softmax");
}

} // namespace thimble

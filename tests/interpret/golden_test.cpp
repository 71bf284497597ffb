// SPDX-License-Identifier: Apache-2.0
// The reference against golden vectors: int8 models in ../shared/golden with the exact outputs of
// TensorFlow Lite Micro. Every byte must be equal.
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace thimble {

namespace {

std::filesystem::path golden_folder() {
    const char* const data = std::getenv("THIMBLE_DATA");
    return std::filesystem::path(data != nullptr ? data : THIMBLE_SOURCE_DIR "/../shared") / "golden";
}

std::vector<std::byte> read_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> characters{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::byte> bytes(characters.size());
    std::memcpy(bytes.data(), characters.data(), characters.size());
    return bytes;
}

/// Splits a file that holds the tensors of `ids` one after another.
std::vector<Tensor> split(const Graph& graph, const std::vector<ValueId>& ids, const std::vector<std::byte>& bytes) {
    std::vector<Tensor> tensors;
    std::size_t offset = 0;
    for (const ValueId id : ids) {
        Tensor tensor(graph.value(id).type);
        if (offset + tensor.bytes.size() > bytes.size()) {
            ADD_FAILURE() << "file of " << bytes.size() << " bytes is too short";
            return {};
        }
        std::memcpy(tensor.bytes.data(), bytes.data() + offset, tensor.bytes.size());
        offset += tensor.bytes.size();
        tensors.push_back(tensor);
    }
    EXPECT_EQ(offset, bytes.size());
    return tensors;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, OutputsAreEqualByteForByte) {
    const std::filesystem::path folder = golden_folder() / GetParam();
    const std::string model_name = GetParam() + ".tflite";
    if (!std::filesystem::exists(folder / model_name)) {
        GTEST_SKIP() << "absent: " << (folder / model_name);
    }
    Diagnostics diagnostics;
    const Graph graph = import_tflite(read_bytes(folder / model_name), model_name, diagnostics);
    int vectors = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::string name = entry.path().filename().string();
        if (!name.starts_with("input_")) {
            continue;
        }
        const std::vector<Tensor> inputs = split(graph, graph.inputs, read_bytes(entry.path()));
        name.replace(0, std::strlen("input"), "output");
        const std::vector<Tensor> expected = split(graph, graph.outputs, read_bytes(folder / name));
        EXPECT_EQ(interpret(graph, inputs), expected) << name;
        ++vectors;
    }
    EXPECT_GT(vectors, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Models, Golden, testing::Values("ad", "hello", "ic", "kws", "sww", "vww"),
    [](const auto& model) { return model.param; }
);

} // namespace

} // namespace thimble

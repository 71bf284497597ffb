// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/test_vectors.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"

#include <algorithm>

namespace thimble {
namespace {

std::size_t total_bytes(const Graph& graph, std::span<const ValueId> ids) {
    std::size_t bytes = 0;
    for (const ValueId id : ids) {
        bytes += graph.value(id).type.byte_count();
    }
    return bytes;
}

ModelError wrong_size(const std::string& file, std::size_t found, std::size_t expected, std::string_view what) {
    ModelError error("E0204", fmt::format("file has {} bytes, the model's {} take {}", found, what, expected));
    error.add_context({.file = file, .node = {}, .op = {}});
    error.set_hint("vectors are raw little-endian tensors, concatenated in the model's order");
    return error;
}

std::vector<std::filesystem::path> input_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("input_") && name.ends_with(".bin")) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

void fill_random(Tensor& tensor, std::uint32_t& state) {
    const auto next_byte = [&state] {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return static_cast<std::int8_t>(state >> 24);
    };
    if (tensor.type.data_type == DataType::float32) {
        for (float& element : tensor.elements<float>()) {
            element = static_cast<float>(next_byte()) / 128.0F;
        }
    } else {
        const auto mask = static_cast<std::byte>(tensor.type.data_type == DataType::boolean ? 1 : 0xFF);
        for (std::byte& byte : tensor.bytes) {
            byte = static_cast<std::byte>(next_byte()) & mask;
        }
    }
}

} // namespace

std::vector<std::byte> concatenate(const std::vector<Tensor>& tensors) {
    std::vector<std::byte> bytes;
    for (const Tensor& tensor : tensors) {
        bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
    }
    return bytes;
}

std::vector<Tensor> split_inputs(const Graph& graph, const std::vector<std::byte>& bytes, const std::string& file) {
    const std::size_t expected = total_bytes(graph, graph.port_inputs());
    if (bytes.size() != expected) {
        throw wrong_size(file, bytes.size(), expected, "inputs");
    }
    std::vector<Tensor> inputs;
    auto position = bytes.begin();
    for (const ValueId id : graph.port_inputs()) {
        Tensor tensor(graph.value(id).type);
        const auto size = static_cast<std::ptrdiff_t>(tensor.bytes.size());
        std::copy(position, position + size, tensor.bytes.begin());
        position += size;
        inputs.push_back(std::move(tensor));
    }
    return inputs;
}

std::vector<TestVector> load_golden_vectors(const Graph& graph, const std::filesystem::path& folder) {
    std::vector<TestVector> vectors;
    const std::size_t output_bytes = total_bytes(graph, graph.port_outputs());
    for (const std::filesystem::path& input : input_files(folder)) {
        TestVector vector;
        vector.name = input.stem().string().substr(std::string("input_").size());
        vector.inputs = split_inputs(graph, read_binary_file(input), input.string());
        const std::filesystem::path output = folder / fmt::format("output_{}.bin", vector.name);
        vector.golden = read_binary_file(output);
        if (vector.golden.size() != output_bytes) {
            throw wrong_size(output.string(), vector.golden.size(), output_bytes, "outputs");
        }
        vectors.push_back(std::move(vector));
    }
    if (vectors.empty()) {
        ModelError error("E0205", "no golden vectors found");
        error.add_context({.file = folder.string(), .node = {}, .op = {}});
        error.set_hint("a golden folder holds input_01.bin, output_01.bin and so on");
        throw error;
    }
    return vectors;
}

std::vector<TestVector> random_vectors(const Graph& graph, std::size_t count, std::uint32_t seed) {
    std::vector<TestVector> vectors;
    for (std::size_t index = 0; index < count; ++index) {
        std::uint32_t state = seed + static_cast<std::uint32_t>(index);
        TestVector vector;
        vector.name = fmt::format("seed {}", state);
        for (const ValueId id : graph.port_inputs()) {
            Tensor tensor(graph.value(id).type);
            fill_random(tensor, state);
            vector.inputs.push_back(std::move(tensor));
        }
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/run_model.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/test_vectors.h"
#include "thimble/execute/execute.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace thimble {
namespace {

struct InputSizes {
    std::size_t stored = 0; ///< bytes of one vector in the model's data types
    std::size_t floats = 0; ///< bytes of one vector as float32
};

InputSizes input_sizes(const Graph& graph) {
    InputSizes sizes;
    for (const ValueId id : graph.port_inputs()) {
        const TensorType& type = graph.value(id).type;
        sizes.stored += type.byte_count();
        sizes.floats += static_cast<std::size_t>(type.shape.element_count()) * sizeof(float);
    }
    return sizes;
}

/// Appends the stored form of a number, as Element.
template <typename Element>
void append_quantized(std::vector<std::byte>& bytes, float real, const Quantization& quantization) {
    using Limits = std::numeric_limits<Element>;
    const float steps = std::round(real / quantization.scale()) + static_cast<float>(quantization.zero_point());
    const auto stored = static_cast<Element>(std::clamp<float>(steps, Limits::min(), Limits::max()));
    bytes.resize(bytes.size() + sizeof stored);
    std::memcpy(bytes.data() + bytes.size() - sizeof stored, &stored, sizeof stored);
}

/// Float32 bytes of one vector become the model's stored form.
std::vector<std::byte> quantize_vector(const Graph& graph, const std::byte* floats) {
    std::vector<std::byte> stored;
    for (const ValueId id : graph.port_inputs()) {
        const TensorType& type = graph.value(id).type;
        for (std::int64_t index = 0; index < type.shape.element_count(); ++index, floats += sizeof(float)) {
            float real = 0;
            std::memcpy(&real, floats, sizeof real);
            if (type.data_type == DataType::int8 && type.quantization) {
                append_quantized<std::int8_t>(stored, real, *type.quantization);
            } else if (type.data_type == DataType::int16 && type.quantization) {
                append_quantized<std::int16_t>(stored, real, *type.quantization);
            } else {
                stored.insert(stored.end(), floats, floats + sizeof(float));
            }
        }
    }
    return stored;
}

std::vector<std::filesystem::path> input_files(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) {
        return {path};
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() == ".bin" && !name.starts_with("output_")) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

ModelError bad_size(const std::filesystem::path& file, std::size_t found, const InputSizes& sizes) {
    ModelError error(
        "E0204",
        fmt::format(
            "file has {} bytes, expected a multiple of {} (stored) or {} (float32)", found, sizes.stored, sizes.floats
        )
    );
    error.add_context({.file = file.string(), .node = {}, .op = {}});
    error.set_hint("inputs are raw little-endian tensors, concatenated in the model's order");
    return error;
}

std::vector<std::vector<std::byte>> read_vectors(const Graph& graph, const std::filesystem::path& file) {
    const InputSizes sizes = input_sizes(graph);
    const std::vector<std::byte> bytes = read_binary_file(file);
    const bool is_float = bytes.size() == sizes.floats && sizes.floats != sizes.stored;
    const std::size_t vector_bytes = is_float ? sizes.floats : sizes.stored;
    if (bytes.empty() || bytes.size() % vector_bytes != 0) {
        throw bad_size(file, bytes.size(), sizes);
    }
    std::vector<std::vector<std::byte>> vectors;
    for (std::size_t position = 0; position < bytes.size(); position += vector_bytes) {
        const std::byte* begin = bytes.data() + position;
        vectors.push_back(
            is_float ? quantize_vector(graph, begin) : std::vector<std::byte>(begin, begin + vector_bytes)
        );
    }
    return vectors;
}

template <typename Element> std::vector<double> as_doubles(const Tensor& tensor) {
    const auto elements = tensor.elements<Element>();
    return {elements.begin(), elements.end()};
}

} // namespace

std::vector<RunResult>
run_model(const CompiledModel& model, const std::filesystem::path& path, const ProgressSink& progress) {
    const std::vector<std::filesystem::path> files = input_files(path);
    if (files.empty()) {
        ModelError error("E0205", "folder holds no .bin file");
        error.add_context({.file = path.string(), .node = {}, .op = {}});
        throw error;
    }
    std::vector<RunResult> results;
    Executor executor(model.program, KernelChoice::fastest);
    for (std::size_t file = 0; file < files.size(); ++file) {
        progress({"running", file, files.size()});
        const auto vectors = read_vectors(model.graph, files[file]);
        executor.reset();
        for (std::size_t index = 0; index < vectors.size(); ++index) {
            const std::string label = files[file].filename().string();
            results.push_back(
                {vectors.size() == 1 ? label : fmt::format("{}#{}", label, index),
                 executor.run(split_inputs(model.graph, vectors[index], files[file].string()))}
            );
        }
    }
    return results;
}

std::vector<double> real_values(const Tensor& tensor) {
    std::vector<double> values;
    switch (tensor.type.data_type) {
    case DataType::float32:
        values = as_doubles<float>(tensor);
        break;
    case DataType::int8:
        values = as_doubles<std::int8_t>(tensor);
        break;
    case DataType::uint8:
    case DataType::boolean:
        values = as_doubles<std::uint8_t>(tensor);
        break;
    case DataType::int16:
        values = as_doubles<std::int16_t>(tensor);
        break;
    case DataType::int32:
        values = as_doubles<std::int32_t>(tensor);
        break;
    case DataType::int64:
        values = as_doubles<std::int64_t>(tensor);
        break;
    }
    if (tensor.type.quantization && !tensor.type.quantization->is_per_axis()) {
        const Quantization& quantization = *tensor.type.quantization;
        for (double& value : values) {
            value = static_cast<double>(quantization.scale()) * (value - quantization.zero_point());
        }
    }
    return values;
}

} // namespace thimble

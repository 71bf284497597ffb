// SPDX-License-Identifier: Apache-2.0
// Whole networks in ONNX files, compiled for the host and held against the outputs that come with them, or against ONNX
// Runtime: the reference, the kernels on the host and, for the smaller ones, the emitted library.
#include "tests/suites/compare_tensors.h"
#include "tests/suites/onnx_models/onnxruntime_run.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/compile_model.h"
#include "thimble/driver/test_vectors.h"
#include "thimble/emulate/firmware.h"
#include "thimble/emulate/run_firmware.h"
#include "thimble/emulate/subprocess.h"
#include "thimble/execute/execute.h"
#include "thimble/import/onnx/tensor_file.h"
#include "thimble/interpret/interpreter.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble::suites {
namespace {

namespace fs = std::filesystem;

/// What the outputs of a model are compared with.
enum class Expected : std::uint8_t {
    test_data,   ///< test_data_set_N beside it
    ramp_data,   ///< <model>_output_0.pb, which a ramp from 0 to 1 as input gives
    onnxruntime, ///< ONNX Runtime, on random inputs
};

/// Which executors are worth the time.
enum class Effort : std::uint8_t {
    kernels, ///< the kernels on the host
    oracle,  ///< and the reference
    library  ///< and the emitted library, built and run
};

struct ModelCase {
    std::string path; ///< below models/onnx
    Expected expected;
    Effort effort;
    double tolerance = 1e-4; ///< of the largest magnitude of an output
};

std::ostream& operator<<(std::ostream& stream, const ModelCase& model) {
    return stream << model.path;
}

fs::path models_folder() {
    const char* given = std::getenv("THIMBLE_DATA");
    const fs::path data = given != nullptr ? fs::path(given) : fs::path(THIMBLE_SOURCE_DIR) / ".." / "shared";
    return data / "models" / "onnx";
}

Tensor read_tensor(const fs::path& file) {
    return read_onnx_tensor(read_binary_file(file), file.string());
}

Tensor ramp(const TensorType& type) {
    Tensor tensor(type);
    const auto elements = tensor.elements<float>();
    for (std::size_t index = 0; index < elements.size(); ++index) {
        elements[index] = static_cast<float>(static_cast<double>(index) / static_cast<double>(elements.size()));
    }
    return tensor;
}

struct Vector {
    std::string name;
    std::vector<Tensor> inputs;
    std::vector<Tensor> outputs;
};

/// The folder with the model's test data; unpacked first where they are in an archive.
fs::path test_data_folder(const fs::path& model) {
    fs::path archive = model;
    archive.replace_extension(".tar.gz");
    if (!fs::exists(archive)) {
        return model.parent_path();
    }
    const fs::path scratch = fs::path(THIMBLE_BINARY_DIR) / "tests" / "suites" / "models";
    fs::create_directories(scratch);
    const CommandResult result =
        run_command({.arguments = {"tar", "-xzf", archive.string(), "-C", scratch.string()}, .working_directory = {}});
    EXPECT_EQ(result.exit_status, 0) << result.error_output;
    return scratch / model.stem();
}

std::vector<Vector> stored_vectors(const fs::path& model) {
    std::vector<Vector> vectors;
    const fs::path folder = test_data_folder(model);
    for (int number = 0;; ++number) {
        const fs::path set = folder / fmt::format("test_data_set_{}", number);
        if (!fs::exists(set)) {
            return vectors;
        }
        vectors.push_back(
            {set.filename().string(), {read_tensor(set / "input_0.pb")}, {read_tensor(set / "output_0.pb")}}
        );
    }
}

std::vector<Vector> vectors_of(const ModelCase& test, const fs::path& path, const Graph& graph) {
    if (test.expected == Expected::test_data) {
        return stored_vectors(path);
    }
    if (test.expected == Expected::ramp_data) {
        const fs::path output = path.parent_path() / (path.stem().string() + "_output_0.pb");
        return {{"ramp", {ramp(graph.value(graph.inputs.front()).type)}, {read_tensor(output)}}};
    }
    Vector vector = {"random", random_vectors(graph, 1, 1).front().inputs, {}};
    std::vector<NamedTensor> inputs;
    for (std::size_t index = 0; index < graph.inputs.size(); ++index) {
        inputs.push_back({graph.value(graph.inputs[index]).name, vector.inputs[index]});
    }
    vector.outputs = run_onnxruntime(path, inputs);
    return {vector};
}

/// Two steps of 0.17 of outputs up to 8; where ONNX Runtime has no int8 dot product, its sums of products saturate at
/// 16 bits, as its documentation says, and are not what is held against.
double int8_tolerance() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512vnni") != 0 ? 0.045 : 0.1;
#else
    return 0.045;
#endif
}

double largest_magnitude(const Tensor& tensor) {
    const auto elements = tensor.elements<float>();
    return std::accumulate(elements.begin(), elements.end(), 0.0, [](double largest, float element) {
        return std::max(largest, std::abs(static_cast<double>(element)));
    });
}

void expect_near(
    const std::string& executor, const std::vector<Tensor>& found, const Vector& vector, const ModelCase& test
) {
    ASSERT_EQ(found.size(), vector.outputs.size()) << executor;
    for (std::size_t index = 0; index < found.size(); ++index) {
        const Tensor& expected = vector.outputs[index];
        const TensorComparison comparison = compare(found[index], expected, Quantised::yes);
        if (comparison.nearness == Nearness::exact) {
            continue;
        }
        ASSERT_EQ(expected.type.data_type, DataType::float32) << executor << ": " << comparison.what;
        EXPECT_LE(comparison.max_difference, test.tolerance * largest_magnitude(expected))
            << executor << ", " << vector.name << ", output " << index << ": " << comparison.what;
        testing::Test::RecordProperty(executor + " difference", fmt::format("{:.3g}", comparison.max_difference));
    }
}

std::vector<Tensor> split_outputs(const Program& program, const std::vector<std::byte>& bytes) {
    std::vector<Tensor> outputs;
    const std::byte* position = bytes.data();
    for (const Port& port : program.outputs) {
        outputs.emplace_back(port.type);
        std::copy_n(position, port.type.byte_count(), outputs.back().bytes.begin());
        position += port.type.byte_count();
    }
    return outputs;
}

std::vector<Tensor> run_library(const CompiledModel& model, const std::vector<Tensor>& inputs) {
    EmitOptions options;
    options.target_name = model.target.name;
    const Firmware firmware = build_firmware(emit_library(model.program, options), model.target);
    return split_outputs(model.program, run_firmware(firmware, model.target, {concatenate(inputs)}).outputs.front());
}

class OnnxModels : public testing::TestWithParam<ModelCase> {};

TEST_P(OnnxModels, GiveTheExpectedOutputs) {
    const ModelCase& test = GetParam();
    CompileOptions options;
    options.model = models_folder() / test.path;
    options.target = "host";
    if (!fs::exists(options.model)) {
        GTEST_SKIP() << options.model << " is absent (set THIMBLE_DATA)";
    }
    if (test.expected == Expected::onnxruntime && !has_onnxruntime()) {
        GTEST_SKIP() << "ONNX Runtime is not installed (npm was not reachable)";
    }
    const CompiledModel model = compile_model(options);
    const std::vector<Vector> vectors = vectors_of(test, options.model, model.graph);
    ASSERT_FALSE(vectors.empty());
    for (const Vector& vector : vectors) {
        expect_near("kernels", execute(model.program, vector.inputs), vector, test);
        if (test.effort >= Effort::oracle) {
            expect_near("oracle", interpret(model.graph, vector.inputs), vector, test);
        }
    }
    if (test.effort == Effort::library) {
        expect_near("library", run_library(model, vectors.front().inputs), vectors.front(), test);
    }
}

std::string test_name(const testing::TestParamInfo<ModelCase>& info) {
    std::string name = fs::path(info.param.path).stem().string();
    std::replace_if(
        name.begin(), name.end(), [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_'
    );
    return name;
}

INSTANTIATE_TEST_SUITE_P(
    Small, OnnxModels,
    testing::Values(
        ModelCase{"mnist/onnxruntime-examples-mnist.onnx", Expected::test_data, Effort::library},
        ModelCase{"mnist/wonnx-opt-mnist.onnx", Expected::test_data, Effort::library},
        ModelCase{"mnist/model.onnx", Expected::test_data, Effort::oracle},
        ModelCase{"super_resolution/super_resolution.onnx", Expected::onnxruntime, Effort::library},
        ModelCase{"ultraface/version-RFB-320.onnx", Expected::onnxruntime, Effort::library},
        // Where a product in float falls on the other side of a half than the exact one, once in some hundred thousand
        // elements, fifty layers make two steps of the output of it. The stored output is of another machine; ONNX
        // Runtime of today is 48 steps away from it.
        ModelCase{
            "shufflenet-v2-12-int8/shufflenet-v2-12-int8.onnx", Expected::onnxruntime, Effort::library,
            int8_tolerance()}
    ),
    test_name
);

// Whole architectures with constants for weights: hundreds of megabytes, which no microcontroller has.
INSTANTIATE_TEST_SUITE_P(
    Light, OnnxModels,
    testing::Values(
        ModelCase{"light/light_bvlc_alexnet.onnx", Expected::ramp_data, Effort::kernels},
        ModelCase{"light/light_densenet121.onnx", Expected::ramp_data, Effort::kernels},
        ModelCase{"light/light_inception_v1.onnx", Expected::ramp_data, Effort::kernels},
        ModelCase{"light/light_inception_v2.onnx", Expected::ramp_data, Effort::kernels},
        ModelCase{"light/light_resnet50.onnx", Expected::ramp_data, Effort::kernels},
        ModelCase{"light/light_shufflenet.onnx", Expected::ramp_data, Effort::oracle},
        ModelCase{"light/light_squeezenet.onnx", Expected::ramp_data, Effort::oracle},
        ModelCase{"light/light_vgg19.onnx", Expected::ramp_data, Effort::kernels},
        ModelCase{"light/light_zfnet512.onnx", Expected::ramp_data, Effort::kernels}
    ),
    test_name
);

} // namespace
} // namespace thimble::suites

// SPDX-License-Identifier: Apache-2.0
// The one-operator models with which TensorFlow Lite Micro tests its kernels on the layers of SEANet: int16
// activations, inputs and golden outputs as comma separated integers.
#include "tests/suites/tflite_micro/host_run.h"
#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <type_traits>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace thimble {

namespace {

struct OperatorModels {
    const char* op;
    std::size_t count;
    /// Elements, of all models together, that are one step from the golden ones, which TensorFlow Lite computed with
    /// factors in double: TensorFlow Lite Micro, which is followed here, computes those of sub in float, and its own
    /// test accepts a difference of one.
    std::size_t elements_one_off = 0;
};

/// For test names.
void PrintTo(const OperatorModels& models, std::ostream* stream) {
    *stream << models.op;
}

std::vector<std::int64_t> integers_in(const std::filesystem::path& path) {
    std::ifstream stream(path);
    std::vector<std::int64_t> values;
    std::int64_t value = 0;
    while (stream >> value) {
        values.push_back(value);
        while (stream.peek() == ',' || stream.peek() == '\n' || stream.peek() == '\r' || stream.peek() == ' ') {
            stream.get();
        }
    }
    return values;
}

/// `<model>_<role>_<type>.csv` beside the model.
std::vector<std::int64_t> values_of(const std::filesystem::path& model, const std::string& role, DataType type) {
    const std::string file = fmt::format("{}_{}_{}.csv", model.stem().string(), role, name(type));
    EXPECT_TRUE(std::filesystem::exists(model.parent_path() / file)) << file;
    return integers_in(model.parent_path() / file);
}

Tensor input_tensor(const std::filesystem::path& model, std::size_t index, const TensorType& type) {
    const std::vector<std::int64_t> values = values_of(model, fmt::format("input{}", index), type.data_type);
    Tensor tensor(type);
    visit_data_type(type.data_type, [&]<typename Element>(Element) {
        const std::span<Element> elements = tensor.elements<Element>();
        ASSERT_EQ(values.size(), elements.size());
        for (std::size_t element = 0; element < values.size(); ++element) {
            elements[element] = static_cast<Element>(values[element]);
        }
    });
    return tensor;
}

std::vector<std::int64_t> elements_of(const Tensor& tensor) {
    std::vector<std::int64_t> values;
    visit_data_type(tensor.type.data_type, [&]<typename Element>(Element) {
        for (const Element element : tensor.elements<Element>()) {
            values.push_back(static_cast<std::int64_t>(element));
        }
    });
    return values;
}

/// Elements that differ from the golden ones; none may by more than one step.
std::size_t count_differences(const std::filesystem::path& model) {
    const CompiledForHost compiled = compile_for_host(model);
    std::vector<Tensor> inputs;
    for (const ValueId id : compiled.graph.inputs) {
        inputs.push_back(input_tensor(model, inputs.size(), compiled.graph.value(id).type));
    }
    const Tensor output = run_both_ways(compiled, inputs).front();
    const std::vector<std::int64_t> golden = values_of(model, "golden", output.type.data_type);
    const std::vector<std::int64_t> found = elements_of(output);
    EXPECT_EQ(found.size(), golden.size());
    std::size_t differences = 0;
    for (std::size_t index = 0; index < std::min(golden.size(), found.size()); ++index) {
        EXPECT_LE(std::abs(found[index] - golden[index]), 1) << "element " << index;
        differences += found[index] == golden[index] ? 0U : 1U;
    }
    return differences;
}

std::string operator_name(const testing::TestParamInfo<OperatorModels>& tested) {
    return tested.param.op;
}

class SeanetOperator : public testing::TestWithParam<OperatorModels> {
protected:
    void SetUp() override {
        const std::filesystem::path archive = data_folder() / "models/tflite-micro/seanet-op-tests.tar.gz";
        if (!std::filesystem::exists(archive)) {
            GTEST_SKIP() << archive << " is absent (set THIMBLE_DATA)";
        }
        folder_ = std::filesystem::path(THIMBLE_BINARY_DIR) / "tests/suites/seanet" / GetParam().op;
        std::filesystem::create_directories(folder_);
        const std::string command = fmt::format(
            "tar -xzf '{}' -C '{}' --strip-components=2 'seanet/{}'", archive.string(), folder_.string(), GetParam().op
        );
        if (std::system(command.c_str()) != 0) {
            GTEST_SKIP() << "tar cannot unpack " << archive;
        }
    }

    std::filesystem::path folder_;
};

} // namespace

TEST_P(SeanetOperator, GivesTheGoldenOutputs) {
    const std::vector<std::filesystem::path> models = files_below(folder_, ".tflite");
    EXPECT_EQ(models.size(), GetParam().count);
    std::size_t differences = 0;
    for (const std::filesystem::path& model : models) {
        SCOPED_TRACE(model.filename().string());
        try {
            differences += count_differences(model);
        } catch (const Error& error) {
            ADD_FAILURE() << error.what();
        }
    }
    EXPECT_EQ(differences, GetParam().elements_one_off);
}

INSTANTIATE_TEST_SUITE_P(
    Suites, SeanetOperator,
    testing::Values(
        OperatorModels{"add", 17}, OperatorModels{"conv", 22}, OperatorModels{"leaky_relu", 23},
        OperatorModels{"pad", 19}, OperatorModels{"quantize", 2}, OperatorModels{"strided_slice", 34},
        OperatorModels{"sub", 5, 4}, OperatorModels{"transpose_conv", 5}
    ),
    operator_name
);

} // namespace thimble

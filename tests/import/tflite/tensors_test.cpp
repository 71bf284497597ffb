// SPDX-License-Identifier: Apache-2.0
// Tensors whose shape, quantisation or bytes make no sense.
#include "tests/import/tflite/crafted_model.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;

/// x [1, 4] -> RELU -> y [1, 4], int8 with scale 0.5: tensors 0 and 1.
CraftedModel int8_model() {
    CraftedModel model;
    model.add_int8("x", {1, 4});
    model.add_int8("y", {1, 4});
    model.add_operator(BuiltinOperator::RELU, {0}, {1});
    model.set_interface({0}, {1});
    return model;
}

void expect_error(CraftedModel& model, const std::string& found) {
    const ModelError error = model.import_error();
    EXPECT_EQ(error.code(), "E0303");
    EXPECT_NE(std::string(error.what()).find(found), std::string::npos) << error.what();
}

} // namespace

TEST(ImportTensors, KeepsQuantisation) {
    const Graph graph = int8_model().import();
    EXPECT_EQ(graph.value(graph.inputs[0]).type.quantization, (Quantization{{0.5F}, {0}}));
}

TEST(ImportTensors, RejectsImpossibleShapes) {
    for (const std::int32_t extent : {0, -2, std::numeric_limits<std::int32_t>::min()}) {
        CraftedModel model = relu_model();
        model.tensor(0).shape = {1, extent};
        expect_error(model, "extent");
    }
    CraftedModel model = relu_model();
    model.tensor(0).shape = {std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::max()};
    expect_error(model, "2 GiB");
    model.tensor(0).shape = std::vector<std::int32_t>(9, 1);
    expect_error(model, "9 axes");
}

TEST(ImportTensors, NamesTheTensor) {
    CraftedModel model = relu_model();
    model.tensor(1).shape = {0};
    const ModelError error = model.import_error();
    ASSERT_EQ(error.notes().size(), 1U);
    EXPECT_NE(error.notes()[0].find("tensor 1 `y`"), std::string::npos);
    EXPECT_EQ(error.context().node, "y");
    EXPECT_EQ(error.context().op, "RELU");
}

TEST(ImportTensors, RejectsScalesThatAreNotPositiveNumbers) {
    for (const float scale :
         {0.0F, -1.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
        CraftedModel model = int8_model();
        model.tensor(0).quantization->scale = {scale};
        expect_error(model, "scale");
    }
}

TEST(ImportTensors, RejectsZeroPointsOutsideInt8) {
    for (const std::int64_t zero_point :
         {std::int64_t{-129}, std::int64_t{128}, std::numeric_limits<std::int64_t>::max()}) {
        CraftedModel model = int8_model();
        model.tensor(0).quantization->zero_point = {zero_point};
        expect_error(model, "does not fit int8");
    }
}

TEST(ImportTensors, RejectsQuantisationListsOfUnequalLength) {
    CraftedModel model = int8_model();
    model.tensor(0).quantization->zero_point = {};
    expect_error(model, "0 zero points");
    model.tensor(0).quantization->zero_point = {0, 0};
    expect_error(model, "2 zero points");
}

TEST(ImportTensors, RejectsScalesThatDoNotMatchTheirAxis) {
    CraftedModel model = int8_model();
    model.tensor(0).quantization->scale = {0.5F, 0.5F};
    model.tensor(0).quantization->zero_point = {0, 0};
    model.tensor(0).quantization->quantized_dimension = 1;
    expect_error(model, "2 quantisation scales");
    for (const std::int32_t axis : {2, -1, std::numeric_limits<std::int32_t>::max()}) {
        model.tensor(0).quantization->quantized_dimension = axis;
        expect_error(model, "no such axis");
    }
}

TEST(ImportTensors, RejectsABufferOfAnotherLength) {
    for (const std::size_t length : {std::size_t{1}, std::size_t{15}, std::size_t{17}}) {
        CraftedModel model = convolution_model();
        model.store(2, std::vector<std::uint8_t>(length));
        expect_error(model, fmt::format("has {}", length));
    }
}

TEST(ImportTensors, RejectsAHugeConstantWithoutAllocatingIt) {
    CraftedModel model = convolution_model();
    model.tensor(1).shape = {16384, 1, 1, 16384};
    EXPECT_EQ(model.import_error().code(), "E0303");
}

TEST(ImportTensors, RejectsOneBufferUsedForManyTimesTheFile) {
    CraftedModel model;
    std::int32_t previous = model.add_tensor("x", {64});
    const std::int32_t first = model.add_float_constant("c", {64, 64});
    for (int repeat = 0; repeat < 32; ++repeat) {
        const std::int32_t constant = model.add_tensor("c", {64, 64});
        model.tensor(constant).buffer = model.tensor(first).buffer;
        const std::int32_t next = model.add_tensor("sum", {64, 64});
        model.add_operator(BuiltinOperator::ADD, {previous, constant}, {next});
        previous = next;
    }
    model.set_interface({0}, {previous});
    expect_error(model, "many times");
}

TEST(ImportTensors, ReadsTheAxisOfABiasWhateverItsNumber) {
    CraftedModel model = convolution_model();
    for (const std::int32_t index : {0, 3}) {
        model.tensor(index).type = tflite::TensorType::INT8;
        model.tensor(index).quantization = std::make_unique<tflite::QuantizationParametersT>();
        model.tensor(index).quantization->scale = {0.5F};
        model.tensor(index).quantization->zero_point = {0};
    }
    for (const std::int32_t index : {1, 2}) {
        model.tensor(index).quantization = std::make_unique<tflite::QuantizationParametersT>();
        model.tensor(index).quantization->scale = std::vector<float>(4, index == 1 ? 0.5F : 0.25F);
        model.tensor(index).quantization->zero_point = std::vector<std::int64_t>(4, 0);
    }
    model.tensor(1).type = tflite::TensorType::INT8;
    model.store(1, std::vector<std::uint8_t>(72));
    model.tensor(2).type = tflite::TensorType::INT32;
    model.tensor(2).quantization->quantized_dimension = 3; // the weights' axis, as some converters write
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.nodes[0].inputs[2]).type.quantization->axis, 0U);
}

} // namespace thimble

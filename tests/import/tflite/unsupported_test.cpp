// SPDX-License-Identifier: Apache-2.0
// Well-formed models that ask for what Thimble does not have: one error names every offender.
#include "tests/import/tflite/crafted_model.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;
using Type = tflite::TensorType;

/// Expects exactly one offender whose note contains all words.
void expect_offender(CraftedModel& model, const std::vector<std::string>& words) {
    const ModelError error = model.import_error();
    EXPECT_EQ(error.code(), "E0304");
    EXPECT_STREQ(error.what(), "1 part of the model not supported");
    ASSERT_EQ(error.notes().size(), 1U) << error.notes().back();
    for (const std::string& word : words) {
        EXPECT_NE(error.notes()[0].find(word), std::string::npos) << error.notes()[0];
    }
}

/// A model whose convolution has weights of another type than its activations.
CraftedModel hybrid_model() {
    CraftedModel model = convolution_model();
    model.tensor(1).type = Type::INT8;
    model.store(1, std::vector<std::uint8_t>(72));
    return model;
}

} // namespace

TEST(ImportUnsupported, NamesEveryOffender) {
    CraftedModel model = relu_model();
    const std::int32_t middle = model.add_tensor("block/elu", {1, 4});
    const std::int32_t last = model.add_tensor("z", {1, 4});
    model.add_operator(BuiltinOperator::RFFT2D, {1}, {middle});
    model.add_operator(BuiltinOperator::MULTINOMIAL, {middle}, {last});
    model.set_interface({0}, {last});
    const ModelError error = model.import_error();
    EXPECT_EQ(error.code(), "E0304");
    EXPECT_STREQ(error.what(), "2 parts of the model not supported");
    EXPECT_EQ(error.context().file, "models/crafted.tflite");
    ASSERT_EQ(error.notes().size(), 2U);
    EXPECT_EQ(error.notes()[0].rfind("#1 block (RFFT2D): ", 0), 0U) << error.notes()[0];
    EXPECT_EQ(error.notes()[1].rfind("#2 z (MULTINOMIAL): ", 0), 0U) << error.notes()[1];
}

TEST(ImportUnsupported, NamesCustomOperators) {
    CraftedModel model = relu_model();
    model.model().operator_codes[0]->builtin_code = BuiltinOperator::CUSTOM;
    model.model().operator_codes[0]->custom_code = "MyOp";
    expect_offender(model, {"CUSTOM MyOp", "builtin operators"});
}

TEST(ImportUnsupported, NumbersOperatorsThatAreNewerThanTheSchema) {
    CraftedModel model = relu_model();
    model.model().operator_codes[0]->builtin_code = static_cast<BuiltinOperator>(999);
    expect_offender(model, {"operator 999"});
}

TEST(ImportUnsupported, NamesControlFlow) {
    CraftedModel model = relu_model();
    model.model().operator_codes[0]->builtin_code = BuiltinOperator::WHILE;
    expect_offender(model, {"WHILE", "control flow"});
}

TEST(ImportUnsupported, RefusesSeveralSubgraphs) {
    CraftedModel model = relu_model();
    model.model().subgraphs.push_back(std::make_unique<tflite::SubGraphT>());
    expect_offender(model, {"2 subgraphs"});
}

TEST(ImportUnsupported, NamesDataTypesAndTheirTensors) {
    for (const auto& [type, word] : std::vector<std::pair<Type, std::string>>{
             {Type::FLOAT16, "float16"}, {Type::INT4, "int4"}, {Type::STRING, "STRING"}}) {
        CraftedModel model = relu_model();
        const std::int32_t middle = model.add_tensor("odd", {1, 4}, type);
        model.subgraph().operators[0]->outputs = {middle};
        model.add_operator(BuiltinOperator::RELU, {0}, {1});
        expect_offender(model, {word, "tensor 2 `odd`"});
    }
}

TEST(ImportUnsupported, RefusesDataTypesThatAnOperatorHasNoFormFor) {
    for (const auto& [type, word] : std::vector<std::pair<Type, std::string>>{
             {Type::UINT8, "uint8"}, {Type::INT16, "int16"}, {Type::BOOL, "bool"}}) {
        CraftedModel model = relu_model();
        model.tensor(0).type = model.tensor(1).type = type;
        expect_offender(model, {"#0 y (RELU)", word});
    }
}

TEST(ImportUnsupported, RefusesArithmeticOnUint8WithAScale) {
    CraftedModel model = relu_model();
    model.model().operator_codes[0]->builtin_code = BuiltinOperator::ABS;
    for (const std::int32_t index : {0, 1}) {
        model.tensor(index).type = Type::UINT8;
        model.tensor(index).quantization = std::make_unique<tflite::QuantizationParametersT>();
        model.tensor(index).quantization->scale = {1};
        model.tensor(index).quantization->zero_point = {128};
    }
    expect_offender(model, {"#0 y (ABS)", "uint8 with a scale"});
}

TEST(ImportUnsupported, RefusesIntegerActivations) {
    CraftedModel model = relu_model();
    model.tensor(0).type = model.tensor(1).type = Type::INT32;
    expect_offender(model, {"#0 y (RELU)", "int32"});
}

TEST(ImportUnsupported, RefusesInt8WithoutQuantisation) {
    CraftedModel model = relu_model();
    model.tensor(0).type = model.tensor(1).type = Type::INT8;
    expect_offender(model, {"without quantisation"});
}

TEST(ImportUnsupported, RefusesActivationsWithAScaleForEachChannel) {
    CraftedModel model = relu_model();
    for (const std::int32_t index : {0, 1}) {
        model.tensor(index).type = Type::INT8;
        model.tensor(index).quantization = std::make_unique<tflite::QuantizationParametersT>();
        model.tensor(index).quantization->scale = {1, 2, 3, 4};
        model.tensor(index).quantization->zero_point = {0, 0, 0, 0};
        model.tensor(index).quantization->quantized_dimension = 1;
    }
    expect_offender(model, {"one scale per channel"});
}

TEST(ImportUnsupported, RefusesInt8WeightsWithoutQuantisation) {
    CraftedModel model = hybrid_model();
    expect_offender(model, {"int8 weights without quantisation"});
}

TEST(ImportUnsupported, RefusesSparseWeights) {
    CraftedModel model = convolution_model();
    model.tensor(1).sparsity = std::make_unique<tflite::UnreadT>();
    expect_offender(model, {"sparse", "tensor 1 `w`"});
}

TEST(ImportUnsupported, RefusesVariables) {
    CraftedModel model = convolution_model();
    model.tensor(1).is_variable = true;
    expect_offender(model, {"variable"});
}

TEST(ImportUnsupported, RefusesComputedWeights) {
    CraftedModel model = convolution_model();
    model.tensor(1).buffer = 0;
    model.set_interface({0, 1}, {3});
    expect_offender(model, {"weights", "computed"});
}

TEST(ImportUnsupported, RefusesOpenShapes) {
    CraftedModel model = relu_model();
    model.tensor(0).shape_signature = {1, -1};
    expect_offender(model, {"model input", "axis 1"});
    model = convolution_model();
    model.tensor(2).shape = {-1};
    expect_offender(model, {"#0 y (CONV_2D)", "only known when the model runs", "tensor 2 `b`"});
}

TEST(ImportUnsupported, RefusesAShapeThatTheModelComputes) {
    CraftedModel model = relu_model();
    const std::int32_t shape = model.add_tensor("shape", {2}, Type::INT32);
    model.model().operator_codes[0]->builtin_code = BuiltinOperator::RESHAPE;
    model.op().inputs = {0, shape};
    model.set_interface({0, shape}, {1});
    expect_offender(model, {"a shape that the model computes"});
}

TEST(ImportUnsupported, RefusesFusedActivationsThatAreNotClamps) {
    CraftedModel model = convolution_model();
    model.op().builtin_options.AsConv2DOptions()->fused_activation_function = tflite::ActivationFunctionType::TANH;
    expect_offender(model, {"fused activation TANH"});
}

TEST(ImportUnsupported, RefusesWeightsOutsideTheFile) {
    CraftedModel model = convolution_model();
    tflite::BufferT& buffer = *model.model().buffers[model.tensor(1).buffer];
    buffer.data.clear();
    buffer.offset = 4096;
    buffer.size = 288;
    expect_offender(model, {"outside the FlatBuffer"});
}

TEST(ImportUnsupported, StripsControlCharactersFromNames) {
    CraftedModel model = convolution_model();
    model.tensor(1).name = "\x1b[2Jw";
    model.tensor(1).is_variable = true;
    expect_offender(model, {"`?[2Jw`"});
}

} // namespace thimble

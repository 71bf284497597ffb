// SPDX-License-Identifier: Apache-2.0
// Files whose tables and indices contradict each other.
#include "tests/import/tflite/crafted_model.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;

void expect_contradiction(CraftedModel& model, const std::string& found) {
    const ModelError error = model.import_error();
    EXPECT_EQ(error.code(), "E0303");
    EXPECT_NE(std::string(error.what()).find(found), std::string::npos) << error.what();
    EXPECT_EQ(error.context().file, "models/crafted.tflite");
}

} // namespace

TEST(ImportStructure, RejectsAnotherSchemaVersion) {
    CraftedModel model = relu_model();
    model.model().version = 2;
    expect_contradiction(model, "schema version 2");
}

TEST(ImportStructure, RejectsAModelWithoutOperators) {
    CraftedModel model = relu_model();
    model.subgraph().operators.clear();
    expect_contradiction(model, "no operators");
    model.model().subgraphs.clear();
    expect_contradiction(model, "no graph");
}

TEST(ImportStructure, RejectsAModelWithoutInterface) {
    CraftedModel model = relu_model();
    model.set_interface({}, {1});
    expect_contradiction(model, "no input");
    model.set_interface({0}, {});
    expect_contradiction(model, "no output");
}

TEST(ImportStructure, RejectsTensorIndicesOutOfRange) {
    for (const std::int32_t index : {2, 1 << 30, -2, std::numeric_limits<std::int32_t>::min()}) {
        CraftedModel model = relu_model();
        model.op().inputs = {index};
        expect_contradiction(model, "an input is tensor");
        model = relu_model();
        model.op().outputs = {index};
        expect_contradiction(model, "an output is tensor");
        model = relu_model();
        model.set_interface({index}, {1});
        expect_contradiction(model, "input is tensor");
    }
}

TEST(ImportStructure, NamesTheOperatorOfABadIndex) {
    CraftedModel model = relu_model();
    model.op().inputs = {9};
    EXPECT_EQ(model.import_error().context().node, "#0");
}

TEST(ImportStructure, RejectsABufferIndexOutOfRange) {
    CraftedModel model = relu_model();
    model.tensor(0).buffer = 7;
    expect_contradiction(model, "tensor 0 uses buffer 7");
}

TEST(ImportStructure, RejectsAnOperatorCodeOutOfRange) {
    CraftedModel model = relu_model();
    model.op().opcode_index = 1;
    expect_contradiction(model, "operator code 1");
}

TEST(ImportStructure, RejectsOperatorsInACircle) {
    CraftedModel model = relu_model();
    const std::int32_t last = model.add_tensor("z", {1, 4});
    model.op().inputs = {last};
    model.add_operator(BuiltinOperator::RELU, {1}, {last});
    model.set_interface({0}, {last});
    expect_contradiction(model, "read before any operator writes it");
}

TEST(ImportStructure, RejectsAnOperatorThatReadsItsOwnOutput) {
    CraftedModel model = relu_model();
    model.op().inputs = {1};
    expect_contradiction(model, "read before any operator writes it");
}

TEST(ImportStructure, RejectsATensorWrittenTwice) {
    CraftedModel model = relu_model();
    model.add_operator(BuiltinOperator::RELU, {0}, {1});
    expect_contradiction(model, "written a second time");
    model = relu_model();
    model.op().outputs = {0};
    expect_contradiction(model, "written a second time");
}

TEST(ImportStructure, RejectsWritingAConstant) {
    CraftedModel model = relu_model();
    model.store(1, std::vector<std::uint8_t>(16));
    expect_contradiction(model, "the file stores its value");
}

TEST(ImportStructure, RejectsAnOutputThatNothingWrites) {
    CraftedModel model = relu_model();
    model.set_interface({0}, {model.add_tensor("z", {1, 4})});
    expect_contradiction(model, "not written by any operator");
}

TEST(ImportStructure, RejectsAnInputListedTwice) {
    CraftedModel model = relu_model();
    model.set_interface({0, 0}, {1});
    expect_contradiction(model, "listed twice");
}

TEST(ImportStructure, RejectsMissingOperands) {
    CraftedModel model = relu_model();
    model.op().inputs = {};
    expect_contradiction(model, "0 inputs, expected 1");
    model = relu_model();
    model.op().inputs = {-1};
    expect_contradiction(model, "input 0 is missing");
    model = relu_model();
    model.op().outputs = {};
    expect_contradiction(model, "no output");
}

TEST(ImportStructure, RejectsOptionsOfAnotherOperator) {
    CraftedModel model = convolution_model();
    model.op().builtin_options.Set(tflite::SoftmaxOptionsT());
    expect_contradiction(model, "expected Conv2DOptions");
    model.op().builtin_options.Reset();
    expect_contradiction(model, "options are missing");
}

TEST(ImportStructure, RejectsUnknownEnumerators) {
    CraftedModel model = convolution_model();
    model.op().builtin_options.AsConv2DOptions()->fused_activation_function =
        static_cast<tflite::ActivationFunctionType>(77);
    expect_contradiction(model, "unknown fused activation 77");
    model = relu_model();
    model.tensor(0).type = static_cast<tflite::TensorType>(99);
    expect_contradiction(model, "unknown data type 99");
}

TEST(ImportStructure, ReportsAShapeThatTheOperatorDoesNotMake) {
    CraftedModel model = convolution_model();
    model.tensor(3).shape = {1, 6, 6, 5};
    const ModelError error = model.import_error();
    EXPECT_EQ(error.context().node, "y");
    EXPECT_EQ(error.context().file, "models/crafted.tflite");
}

TEST(ImportStructure, RejectsStridesThatNeverOccur) {
    for (const std::int32_t stride : {0, -1, std::numeric_limits<std::int32_t>::max()}) {
        CraftedModel model = convolution_model();
        model.op().builtin_options.AsConv2DOptions()->stride_w = stride;
        expect_contradiction(model, "stride is");
    }
}

} // namespace thimble

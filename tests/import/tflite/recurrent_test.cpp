// SPDX-License-Identifier: Apache-2.0
// Layers with variable tensors.
#include "tests/import/tflite/crafted_model.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"

#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;

std::int32_t add_variable(CraftedModel& model, const std::string& name, std::vector<std::int32_t> shape) {
    const std::int32_t index = model.add_tensor(name, std::move(shape));
    model.tensor(index).is_variable = true;
    return index;
}

std::int32_t add_floats(
    CraftedModel& model, const std::string& name, std::vector<std::int32_t> shape, const std::vector<float>& values
) {
    const std::int32_t index = model.add_tensor(name, std::move(shape));
    std::vector<std::uint8_t> bytes(values.size() * sizeof(float));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    model.store(index, bytes);
    return index;
}

/// One filter over one input that remembers two runs and weighs them 1 and 10.
CraftedModel filter_model() {
    CraftedModel model;
    const std::int32_t x = model.add_tensor("x", {1, 1});
    const std::int32_t features = add_floats(model, "features", {1, 1}, {2.0F});
    const std::int32_t times = add_floats(model, "times", {1, 2}, {1.0F, 10.0F});
    const std::int32_t state = add_variable(model, "memory", {1, 2});
    const std::int32_t y = model.add_tensor("y", {1, 1});
    tflite::SVDFOptionsT options;
    options.rank = 1;
    model.add_operator(BuiltinOperator::SVDF, {x, features, times, -1, state}, {y}, options);
    model.set_interface({x}, {y});
    return model;
}

/// One unit; every gate weighs the input by 1 and the hidden state by 0.5.
CraftedModel lstm_model() {
    CraftedModel model;
    std::vector<std::int32_t> inputs(24, -1);
    inputs[0] = model.add_tensor("x", {1, 1, 1});
    const std::int32_t y = model.add_tensor("y", {1, 1, 1});
    for (std::size_t gate = 0; gate < 4; ++gate) {
        inputs[1 + gate] = add_floats(model, "w" + std::to_string(gate), {1, 1}, {1.0F});
        inputs[5 + gate] = add_floats(model, "r" + std::to_string(gate), {1, 1}, {0.5F});
        inputs[12 + gate] = add_floats(model, "b" + std::to_string(gate), {1}, {0.0F});
    }
    inputs[18] = add_variable(model, "hidden", {1, 1});
    inputs[19] = add_variable(model, "cell", {1, 1});
    tflite::UnidirectionalSequenceLSTMOptionsT options;
    options.fused_activation_function = tflite::ActivationFunctionType::TANH;
    model.add_operator(BuiltinOperator::UNIDIRECTIONAL_SEQUENCE_LSTM, inputs, {y}, options);
    model.set_interface({inputs[0]}, {y});
    return model;
}

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

} // namespace

TEST(ImportStates, KeepsTheMemoryOfAFilter) {
    const Graph graph = filter_model().import();
    EXPECT_EQ(graph.state_count, 1U);
    EXPECT_EQ(graph.port_inputs().size(), 1U);
    EXPECT_EQ(graph.port_outputs().size(), 1U);
    Interpreter interpreter(graph);
    const auto run = [&](float x) { return interpreter.run({Tensor::of<float>({1, 1}, {x})})[0].elements<float>()[0]; };
    EXPECT_EQ(run(3.0F), 60.0F);
    EXPECT_EQ(run(1.0F), 26.0F);
    EXPECT_EQ(run(0.0F), 2.0F);
}

TEST(ImportStates, KeepsBothStatesOfAnLstm) {
    const Graph graph = lstm_model().import();
    EXPECT_EQ(graph.state_count, 2U);
    Interpreter interpreter(graph);
    float h = 0.0F;
    float c = 0.0F;
    for (const float x : {1.0F, -2.0F, 0.5F}) {
        const float sum = x + 0.5F * h;
        c = sigmoid(sum) * c + sigmoid(sum) * std::tanh(sum);
        h = sigmoid(sum) * std::tanh(c);
        EXPECT_NEAR(interpreter.run({Tensor::of<float>({1, 1, 1}, {x})})[0].elements<float>()[0], h, 1e-6F);
    }
}

TEST(ImportStates, RefusesFormsOfTheLstmThatAreNotPlain) {
    CraftedModel coupled = lstm_model();
    coupled.op().inputs[1] = -1;
    EXPECT_EQ(coupled.import_error().code(), "E0304");
    CraftedModel projected = lstm_model();
    projected.op().inputs[16] = projected.op().inputs[1];
    EXPECT_EQ(projected.import_error().code(), "E0304");
}

TEST(ImportStates, RejectsAStateThatIsNoVariable) {
    CraftedModel model = filter_model();
    model.tensor(3).is_variable = false;
    EXPECT_EQ(model.import_error().code(), "E0303");
    CraftedModel stored = filter_model();
    stored.op().inputs[4] = stored.op().inputs[2];
    EXPECT_EQ(stored.import_error().code(), "E0303");
}

} // namespace thimble

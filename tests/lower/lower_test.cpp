// SPDX-License-Identifier: Apache-2.0
#include "tests/lower/small_graph.h"
#include "thimble/core/error.h"
#include "thimble/lower/lower.h"
#include "thimble/ops/verify.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

std::vector<std::string> kernels(const Program& program) {
    std::vector<std::string> names;
    for (const Step& step : program.steps) {
        names.push_back(step.kernel);
    }
    return names;
}

using Names = std::vector<std::string>;

Graph int8_convolution() {
    Graph graph;
    const ValueId input = graph.add_input("input", int8_type({1, 4, 4, 2}));
    const ValueId weights = graph.add_constant("weights", Tensor(int8_type({3, 1, 1, 2})));
    graph.outputs = {add_node(graph, "conv", "conv2d", {input, weights}, int8_type({1, 4, 4, 3}))};
    return graph;
}

/// Two outputs of the same input under different weights.
Graph two_float_layers(const std::vector<float>& first, const std::vector<float>& second) {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({1, 2}));
    const ValueId first_weights = graph.add_constant("first_weights", Tensor::of<float>({2, 2}, first));
    const ValueId second_weights = graph.add_constant("second_weights", Tensor::of<float>({2, 2}, second));
    graph.outputs = {
        add_node(graph, "first", "fully_connected", {input, first_weights}, float32_type({1, 2})),
        add_node(graph, "second", "fully_connected", {input, second_weights}, float32_type({1, 2}))};
    return graph;
}

} // namespace

TEST(Lower, TakesThePortableKernelWithoutDsp) {
    EXPECT_EQ(kernels(lower(int8_convolution(), plain_target())), Names{"conv2d_s8"});
}

TEST(Lower, TakesTheCoresKernelWithDsp) {
    const Program program = lower(int8_convolution(), dsp_target());
    EXPECT_EQ(kernels(program), Names{"armv7em/conv2d_column_strips_s8"});
    EXPECT_EQ(program.steps[0].header, "kernels/armv7em/conv2d_column_strips.h");
    EXPECT_EQ(program.steps[0].parameters_type, "Conv2dS8Params");
}

// Weights of zeros output the bias everywhere: a scale of two words, which no sum gets past.
TEST(Lower, PacksWeightsAndScalesForArmv6m) {
    Target target = plain_target();
    target.architecture = "armv6-m";
    const Program program = lower(int8_convolution(), target);
    ASSERT_EQ(kernels(program), Names{"armv6m/conv2d_s8"});
    const Step& step = program.steps[0];
    EXPECT_EQ(step.header, "kernels/armv6m/conv2d.h");
    const std::vector<std::byte>& weights = program.constants[step.operands[1].index].bytes;
    ASSERT_EQ(weights.size(), 3U * 2 + 3);
    EXPECT_EQ(weights[0], std::byte{128});
    EXPECT_EQ(program.constants[step.operands[3].index].bytes.size(), 3U * 2 * 4);
    EXPECT_EQ(program.buffers[step.operands[5].index].size_bytes, 4U * 3 * 4);
}

// Two taps of a block of four channels, of which one fills it up, and four words a channel.
TEST(Lower, PacksWeightsAndScalesForRv32im) {
    Target target = plain_target();
    target.architecture = "rv32imc";
    const Program program = lower(int8_convolution(), target);
    ASSERT_EQ(kernels(program), Names{"rv32im/conv2d_s8"});
    const Step& step = program.steps[0];
    EXPECT_EQ(step.header, "kernels/rv32im/conv2d.h");
    EXPECT_EQ(program.constants[step.operands[1].index].bytes.size(), 2U * 4);
    EXPECT_EQ(program.constants[step.operands[2].index].bytes.size(), 4U * 4 * 4);
}

// One vector of sixteen taps for each of a block's two channels, and four words a channel, both filled up.
TEST(Lower, PacksWeightsAndScalesForHelium) {
    Target target = dsp_target();
    target.features.push_back("mve");
    const Program program = lower(int8_convolution(), target);
    ASSERT_EQ(kernels(program), Names{"helium/conv2d_s8"});
    const Step& step = program.steps[0];
    EXPECT_EQ(step.header, "kernels/helium/conv2d.h");
    EXPECT_EQ(program.constants[step.operands[1].index].bytes.size(), 4U * 16);
    EXPECT_EQ(program.constants[step.operands[2].index].bytes.size(), 4U * 4 * 4);
}

TEST(Lower, PacksWeightsAndScalesForAarch64) {
    Target target = plain_target();
    target.architecture = "armv8-a";
    const Program program = lower(int8_convolution(), target);
    ASSERT_EQ(kernels(program), Names{"neon/conv2d_s8"});
    const Step& step = program.steps[0];
    EXPECT_EQ(program.constants[step.operands[1].index].bytes.size(), 4U * 16);
    EXPECT_EQ(program.constants[step.operands[2].index].bytes.size(), 4U * 4 * 4);
}

TEST(Lower, TakesThePortableFloatKernelWithDsp) {
    const Program program = lower(two_float_layers({1, 2, 3, 4}, {5, 6, 7, 8}), dsp_target());
    EXPECT_EQ(kernels(program), (Names{"fully_connected_f32", "fully_connected_f32"}));
}

TEST(Lower, SuppliesZerosForAMissingBias) {
    const Program program = lower(int8_convolution(), plain_target());
    const Constant& bias = program.constants[program.steps[0].operands[2].index];
    EXPECT_EQ(bias.name, "conv_bias");
    EXPECT_EQ(bias.element, DataType::int32);
    EXPECT_EQ(bias.bytes, std::vector<std::byte>(12));
}

TEST(Lower, StoresEqualConstantsOnce) {
    const Program program = lower(two_float_layers({1, 2, 3, 4}, {1, 2, 3, 4}), plain_target());
    ASSERT_EQ(program.constants.size(), 2U) << "weights and the zero bias";
    EXPECT_EQ(program.steps[0].operands[1].index, program.steps[1].operands[1].index);
    EXPECT_EQ(program.constants[0].name, "first_weights");
}

TEST(Lower, KeepsDifferentConstantsApart) {
    const Program program = lower(two_float_layers({1, 2, 3, 4}, {1, 2, 3, 5}), plain_target());
    EXPECT_EQ(program.constants.size(), 3U);
}

TEST(Lower, KeepsEqualBytesOfDifferentElementsApart) {
    Graph graph;
    const ValueId zeros = graph.add_constant("zeros", Tensor(float32_type({2})));
    const ValueId int8_zeros = graph.add_constant("int8_zeros", Tensor(int8_type({8})));
    const ValueId input = graph.add_input("input", float32_type({2}));
    const ValueId int8_input = graph.add_input("int8_input", int8_type({8}));
    graph.outputs = {
        add_node(graph, "sum", "add", {input, zeros}, float32_type({2})),
        add_node(graph, "int8_sum", "add", {int8_input, int8_zeros}, int8_type({8}))};
    EXPECT_EQ(lower(graph, plain_target()).constants.size(), 2U);
}

TEST(Lower, GivesReshapeNoStep) {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({2, 3}));
    const ValueId reshaped = add_reshape(graph, "reshape", add_clip(graph, "clip", input), {6});
    graph.outputs = {reshaped};
    const Program program = lower(graph, plain_target());
    EXPECT_EQ(kernels(program), Names{"clip_f32"});
    ASSERT_EQ(program.layers.size(), 2U);
    EXPECT_EQ(program.layers[1].name, "reshape");
    EXPECT_EQ(program.outputs[0].type.shape, (Shape{6}));
    EXPECT_EQ(program.outputs[0].buffer, program.steps[0].operands[1].index);
}

TEST(Lower, CopiesAReshapeFromInputToOutput) {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({2, 3}));
    graph.outputs = {add_reshape(graph, "second", add_reshape(graph, "first", input, {6}), {3, 2})};
    const Program program = lower(graph, plain_target());
    EXPECT_EQ(kernels(program), Names{"copy_bytes"});
    EXPECT_NE(program.inputs[0].buffer, program.outputs[0].buffer);
}

TEST(Lower, CopiesAReshapedConstant) {
    Graph graph;
    const ValueId constant = graph.add_constant("table", Tensor::of<float>({4}, {1, 2, 3, 4}));
    graph.outputs = {add_reshape(graph, "reshape", constant, {2, 2})};
    const Program program = lower(graph, plain_target());
    EXPECT_EQ(kernels(program), Names{"copy_bytes"});
    EXPECT_EQ(program.steps[0].operands[0].kind, OperandKind::constant);
}

TEST(Lower, CopiesAnInputThatIsAnOutput) {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({5}));
    graph.outputs = {input};
    const Program program = lower(graph, plain_target());
    EXPECT_EQ(kernels(program), Names{"copy_bytes"});
    EXPECT_NE(program.inputs[0].buffer, program.outputs[0].buffer);
    EXPECT_EQ(program.buffers[program.outputs[0].buffer].size_bytes, 20U);
}

TEST(Lower, CopiesAConstantThatIsAnOutput) {
    Graph graph;
    graph.add_input("input", float32_type({5}));
    graph.outputs = {graph.add_constant("answer", Tensor::of<float>({1}, {42}))};
    EXPECT_EQ(kernels(lower(graph, plain_target())), Names{"copy_bytes"});
}

TEST(Lower, WritesConcatPartByPart) {
    Graph graph;
    const ValueId a = graph.add_input("a", float32_type({2, 3}));
    const ValueId b = graph.add_input("b", float32_type({2, 1}));
    graph.outputs = {add_node(graph, "concat", "concat", {a, b}, float32_type({2, 4}), {{"axis", std::int64_t{1}}})};
    const Program program = lower(graph, plain_target());
    EXPECT_EQ(kernels(program), (Names{"concat_part", "concat_part"}));
    EXPECT_EQ(program.steps[0].operands[1].index, program.steps[1].operands[1].index);
    EXPECT_EQ(std::get<std::int32_t>(program.steps[1].parameters[3].value), 12);
}

TEST(Lower, DescribesLayers) {
    const Program program = lower(int8_convolution(), plain_target());
    ASSERT_EQ(program.layers.size(), 1U);
    EXPECT_EQ(program.layers[0].name, "conv");
    EXPECT_EQ(program.layers[0].op, "conv2d");
    EXPECT_EQ(program.layers[0].output_shape, (Shape{1, 4, 4, 3}));
    EXPECT_EQ(program.layers[0].parameters, 6);
    EXPECT_EQ(program.layers[0].macs, 96);
}

TEST(Lower, MakesTheNameAnIdentifier) {
    Graph graph = int8_convolution();
    graph.name = "3 word-model.v2";
    EXPECT_EQ(lower(graph, plain_target()).name, "model_3_word_model_v2");
}

TEST(Lower, NamesEveryNodeWithoutKernel) {
    Graph graph;
    // Axes that repeat in turns are not merged: there are seven loops.
    const Shape odd = {2, 1, 2, 1, 2, 1, 2};
    const Shape even = {1, 2, 1, 2, 1, 2, 1};
    const Shape all = {2, 2, 2, 2, 2, 2, 2};
    const ValueId a = graph.add_input("a", float32_type(odd));
    const ValueId c = graph.add_input("c", float32_type(even));
    const ValueId sum = add_node(graph, "sum_of_seven_axes", "add", {a, c}, float32_type(all));
    const ValueId b = graph.add_input("b", float32_type({2, 2, 2, 2, 2, 2, 2, 2}));
    const ValueId mean = add_node(
        graph, "mean_of_alternating_axes", "mean", {add_clip(graph, "clip", b)}, float32_type({2, 2, 2, 2}),
        {{"axes", std::vector<std::int64_t>{0, 2, 4, 6}}}
    );
    graph.outputs = {sum, mean};
    try {
        lower(graph, plain_target());
        FAIL() << "expected an error";
    } catch (const ModelError& error) {
        EXPECT_EQ(error.code(), "E0440");
        EXPECT_STREQ(error.what(), "2 of 3 nodes have no kernel for target plain");
        ASSERT_EQ(error.notes().size(), 2U);
        EXPECT_EQ(
            error.notes()[0], "sum_of_seven_axes (add): float32 [2, 1, 2, 1, 2, 1, 2] float32 [1, 2, 1, 2, 1, 2, 1] -> "
                              "float32 [2, 2, 2, 2, 2, 2, 2]"
        );
        EXPECT_NE(error.notes()[1].find("mean_of_alternating_axes"), std::string::npos);
    }
}

/// A filter over runs whose output and state are the model's.
Graph streaming_filter() {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({1, 2}));
    const ValueId state = graph.add_input("state", float32_type({1, 3}));
    const ValueId features = graph.add_constant("features", Tensor::of<float>({1, 2}, {1, 2}));
    const ValueId times = graph.add_constant("times", Tensor::of<float>({1, 3}, {1, 2, 3}));
    const ValueId output = add_node(
        graph, "filter", "svdf", {input, features, times, state}, float32_type({1, 1}), {{"rank", std::int64_t{1}}}
    );
    const ValueId next = graph.add_value("next", float32_type({1, 3}));
    graph.nodes.back().outputs.push_back(next);
    graph.outputs = {output, next};
    graph.state_count = 1;
    return graph;
}

TEST(LowerStates, LetsAStepUpdateAStateWhereItLies) {
    const Program program = lower(streaming_filter(), plain_target());
    ASSERT_EQ(program.states.size(), 1U);
    EXPECT_EQ(program.inputs.size(), 1U);
    EXPECT_EQ(program.outputs.size(), 1U);
    EXPECT_EQ(kernels(program), Names{"svdf_f32"});
    EXPECT_EQ(program.steps[0].operands[4].index, program.states[0].buffer);
    EXPECT_EQ(program.steps[0].operands[6].index, program.states[0].buffer);
}

TEST(LowerStates, CopiesWhereTheOldStateIsReadLater) {
    Graph graph = streaming_filter();
    graph.outputs.insert(graph.outputs.begin(), add_clip(graph, "old", graph.state_inputs()[0]));
    const Program program = lower(graph, plain_target());
    EXPECT_EQ(kernels(program), (Names{"svdf_f32", "clip_f32", "copy_bytes"}));
    EXPECT_EQ(program.steps[2].operands[1].index, program.states[0].buffer);
}

TEST(LowerStates, CopiesAStateThatIsAnOutputAsWell) {
    Graph graph = streaming_filter();
    graph.outputs.insert(graph.outputs.begin(), graph.state_outputs()[0]);
    EXPECT_EQ(kernels(lower(graph, plain_target())), (Names{"svdf_f32", "copy_bytes"}));
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What each operator of a file becomes. Forms that the exporter writes are covered by its round trips; these are
// the others that converters produce.
#include "tests/import/tflite/crafted_model.h"
#include "thimble/import/tflite/import_tflite.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;
using Extents = std::vector<std::int64_t>;

/// x of one shape through one operator, perhaps with a second stored input, to y of another.
CraftedModel unary_model(
    BuiltinOperator code, std::vector<std::int32_t> x, std::vector<std::int32_t> y,
    std::vector<std::int32_t> integers = {}
) {
    CraftedModel model;
    model.add_tensor("x", std::move(x));
    model.add_tensor("y", std::move(y));
    std::vector<std::int32_t> inputs = {0};
    if (!integers.empty()) {
        const auto count = static_cast<std::int32_t>(integers.size());
        inputs.push_back(model.add_integers("integers", {count}, std::move(integers)));
    }
    model.add_operator(code, inputs, {1});
    model.set_interface({0}, {1});
    return model;
}

template <typename Kind> Kind attribute(const Graph& graph, const std::string& name) {
    return graph.nodes.at(0).attributes.get<Kind>(name);
}

} // namespace

TEST(ImportOperators, ConvertsTheReferenceConvolution) {
    const Graph graph = convolution_model().import();
    ASSERT_EQ(graph.nodes.size(), 1U);
    EXPECT_EQ(graph.name, "crafted");
    EXPECT_EQ(graph.nodes[0].op, "conv2d");
    EXPECT_EQ(graph.nodes[0].name, "y");
    EXPECT_EQ(attribute<Extents>(graph, "padding"), (Extents{1, 1, 1, 1}));
    EXPECT_EQ(graph.value(graph.nodes[0].inputs[1]).name, "y.weights");
    EXPECT_EQ(graph.value(graph.nodes[0].inputs[2]).name, "y.bias");
}

TEST(ImportOperators, DropsABiasLeftOut) {
    CraftedModel model = convolution_model();
    model.op().inputs = {0, 1, -1};
    EXPECT_EQ(model.import().nodes[0].inputs.size(), 2U);
}

TEST(ImportOperators, TakesTheShapeFromAnInputAndResolvesMinusOne) {
    const Graph graph = unary_model(BuiltinOperator::RESHAPE, {1, 4, 6}, {2, 12}, {2, -1}).import();
    EXPECT_EQ(graph.nodes[0].op, "reshape");
    EXPECT_EQ(attribute<Extents>(graph, "shape"), (Extents{2, 12}));
}

TEST(ImportOperators, TakesTheShapeFromOptions) {
    CraftedModel model = unary_model(BuiltinOperator::RESHAPE, {1, 4, 6}, {24});
    tflite::ReshapeOptionsT options;
    options.new_shape = {-1};
    model.op().builtin_options.Set(std::move(options));
    EXPECT_EQ(attribute<Extents>(model.import(), "shape"), (Extents{24}));
}

TEST(ImportOperators, TakesTheShapeFromTheOutputWhereNothingElseSaysIt) {
    EXPECT_EQ(attribute<Extents>(unary_model(BuiltinOperator::RESHAPE, {4, 6}, {24}).import(), "shape"), (Extents{24}));
}

TEST(ImportOperators, RejectsAShapeOfAnotherSize) {
    for (const std::vector<std::int32_t>& shape :
         {std::vector<std::int32_t>{5, -1}, {-1, -1}, {0, -1}, {-3, 8}, {1 << 30, 1 << 30, 1 << 30}, {25}}) {
        EXPECT_EQ(unary_model(BuiltinOperator::RESHAPE, {4, 6}, {24}, shape).import_error().code(), "E0303");
    }
}

TEST(ImportOperators, SqueezesListedAxes) {
    CraftedModel model = unary_model(BuiltinOperator::SQUEEZE, {1, 1, 5, 1}, {1, 5});
    tflite::SqueezeOptionsT options;
    options.squeeze_dims = {1, -1};
    model.op().builtin_options.Set(std::move(options));
    EXPECT_EQ(attribute<Extents>(model.import(), "shape"), (Extents{1, 5}));
}

TEST(ImportOperators, SqueezesAllAxesOfExtentOneWhenNoneIsListed) {
    EXPECT_EQ(
        attribute<Extents>(unary_model(BuiltinOperator::SQUEEZE, {1, 1, 5, 1}, {5}).import(), "shape"), (Extents{5})
    );
}

TEST(ImportOperators, WillNotSqueezeALongAxis) {
    CraftedModel model = unary_model(BuiltinOperator::SQUEEZE, {1, 5}, {1});
    tflite::SqueezeOptionsT options;
    options.squeeze_dims = {1};
    model.op().builtin_options.Set(std::move(options));
    EXPECT_EQ(model.import_error().code(), "E0303");
}

TEST(ImportOperators, ExpandsAtAnAxisCountedFromTheEnd) {
    const Graph graph = unary_model(BuiltinOperator::EXPAND_DIMS, {2, 3}, {2, 3, 1}, {-1}).import();
    EXPECT_EQ(attribute<Extents>(graph, "shape"), (Extents{2, 3, 1}));
}

TEST(ImportOperators, CountsMeanAxesFromZeroOnce) {
    const Graph graph = unary_model(BuiltinOperator::MEAN, {1, 4, 4, 3}, {1, 3}, {-2, 1, 2}).import();
    EXPECT_EQ(attribute<Extents>(graph, "axes"), (Extents{1, 2}));
    EXPECT_EQ(attribute<std::int64_t>(graph, "keep_dims"), 0);
}

TEST(ImportOperators, RejectsAnAxisOutside) {
    EXPECT_EQ(unary_model(BuiltinOperator::MEAN, {1, 4}, {1}, {2}).import_error().code(), "E0303");
    EXPECT_EQ(unary_model(BuiltinOperator::MEAN, {1, 4}, {1}, {-3}).import_error().code(), "E0303");
}

TEST(ImportOperators, SplitsAFusedActivationOffAConcatenation) {
    CraftedModel model;
    model.add_tensor("a", {1, 2});
    model.add_tensor("b", {1, 3});
    model.add_tensor("joined", {1, 5});
    tflite::ConcatenationOptionsT options;
    options.axis = -1;
    options.fused_activation_function = tflite::ActivationFunctionType::RELU6;
    model.add_operator(BuiltinOperator::CONCATENATION, {0, 1}, {2}, options);
    model.set_interface({0, 1}, {2});
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 2U);
    EXPECT_EQ(graph.nodes[0].op, "concat");
    EXPECT_EQ(graph.nodes[0].name, "joined.concat");
    EXPECT_EQ(attribute<std::int64_t>(graph, "axis"), 1);
    EXPECT_EQ(graph.nodes[1].op, "clip");
    EXPECT_EQ(graph.nodes[1].name, "joined");
    EXPECT_EQ(graph.nodes[1].attributes.get<double>("maximum"), 6.0);
}

TEST(ImportOperators, RejectsNegativePadding) {
    CraftedModel model = unary_model(BuiltinOperator::PAD, {2, 2}, {2, 2}, {});
    model.op().inputs = {0, model.add_integers("paddings", {2, 2}, {-1, 1, 0, 0})};
    EXPECT_EQ(model.import_error().code(), "E0303");
}

TEST(ImportOperators, ReadsCodesOfOldFiles) {
    CraftedModel model = relu_model();
    model.model().operator_codes[0]->builtin_code = BuiltinOperator::ADD; // the default, zero
    model.model().operator_codes[0]->deprecated_builtin_code = static_cast<std::int8_t>(BuiltinOperator::RELU);
    EXPECT_EQ(model.import().nodes[0].op, "clip");
}

TEST(ImportOperators, AcceptsAnOpenBatch) {
    CraftedModel model = relu_model();
    model.tensor(0).shape_signature = {-1, 4};
    EXPECT_EQ(model.import().value(model.import().inputs[0]).type.shape, (Shape{1, 4}));
}

TEST(ImportOperators, WarnsOfAnInputThatNothingReads) {
    CraftedModel model = relu_model();
    const std::int32_t unread = model.add_tensor("unread", {1});
    model.set_interface({0, unread}, {1});
    Diagnostics diagnostics;
    import_tflite(model.file(), "crafted.tflite", diagnostics);
    ASSERT_EQ(diagnostics.warnings.size(), 1U);
    EXPECT_NE(diagnostics.warnings[0].find("unread"), std::string::npos);
}

TEST(ImportOperators, NamesRepeatedLayersApart) {
    CraftedModel model = relu_model();
    model.tensor(0).name = "act/Relu";
    model.tensor(1).name = "act/Relu";
    const std::int32_t last = model.add_tensor("act/Relu", {1, 4});
    model.add_operator(BuiltinOperator::RELU6, {1}, {last});
    model.set_interface({0}, {last});
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.inputs[0]).name, "act");
    EXPECT_EQ(graph.nodes[0].name, "act_1");
    EXPECT_EQ(graph.nodes[1].name, "act_2");
}

TEST(ImportOperators, ReducesIntegersAndBooleans) {
    CraftedModel integers = unary_model(BuiltinOperator::SUM, {2, 3}, {2}, {-1});
    integers.tensor(0).type = tflite::TensorType::INT32;
    integers.tensor(1).type = tflite::TensorType::INT32;
    EXPECT_EQ(integers.import().nodes[0].op, "reduce_sum");
    CraftedModel booleans = unary_model(BuiltinOperator::REDUCE_ANY, {2, 3}, {2}, {-1});
    booleans.tensor(0).type = tflite::TensorType::BOOL;
    booleans.tensor(1).type = tflite::TensorType::BOOL;
    const Graph graph = booleans.import();
    EXPECT_EQ(graph.nodes[0].op, "reduce_any");
    EXPECT_EQ(graph.value(graph.outputs[0]).type.data_type, DataType::boolean);
}

TEST(ImportOperators, MakesL2PoolingOfItsParts) {
    CraftedModel model = unary_model(BuiltinOperator::L2_POOL_2D, {1, 4, 4, 2}, {1, 2, 2, 2});
    tflite::Pool2DOptionsT options;
    options.padding = tflite::Padding::VALID;
    options.filter_height = options.filter_width = options.stride_h = options.stride_w = 2;
    options.fused_activation_function = tflite::ActivationFunctionType::RELU;
    model.op().builtin_options.Set(std::move(options));
    std::vector<std::string> ops;
    for (const Node& node : model.import().nodes) {
        ops.push_back(node.op);
    }
    EXPECT_EQ(ops, (std::vector<std::string>{"square", "average_pool2d", "sqrt", "clip"}));
}

TEST(ImportOperators, ClampsIntegersAfterTheirSum) {
    CraftedModel model;
    model.add_tensor("x", {1, 4}, tflite::TensorType::INT32);
    model.add_tensor("y", {1, 4}, tflite::TensorType::INT32);
    tflite::AddOptionsT options;
    options.fused_activation_function = tflite::ActivationFunctionType::RELU6;
    model.add_operator(BuiltinOperator::ADD, {0, 0}, {1}, options);
    model.set_interface({0}, {1});
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 2U);
    EXPECT_EQ(graph.nodes[0].op, "add");
    EXPECT_EQ(graph.nodes[1].op, "clip");
    EXPECT_EQ(graph.nodes[1].attributes.get<double>("maximum"), 6.0);
}

TEST(ImportOperators, ChoosesRowsByAConditionOfOneAxis) {
    CraftedModel model;
    model.add_tensor("c", {2}, tflite::TensorType::BOOL);
    model.add_tensor("x", {2, 3});
    model.add_tensor("y", {2, 3});
    model.add_operator(BuiltinOperator::SELECT, {0, 1, 1}, {2});
    model.set_interface({0, 1}, {2});
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 2U);
    EXPECT_EQ(attribute<Extents>(graph, "shape"), (Extents{2, 1}));
    EXPECT_EQ(graph.nodes[1].op, "where");
}

TEST(ImportOperators, ReadsAnyByteButZeroAsTrue) {
    CraftedModel model;
    model.add_tensor("c", {2}, tflite::TensorType::BOOL);
    model.add_tensor("x", {2}, tflite::TensorType::BOOL);
    model.add_tensor("y", {2}, tflite::TensorType::BOOL);
    model.store(0, {0, 2});
    model.add_operator(BuiltinOperator::LOGICAL_AND, {0, 1}, {2});
    model.set_interface({1}, {2});
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.nodes[0].inputs[0]).constant->bytes, (std::vector{std::byte{0}, std::byte{1}}));
}

TEST(ImportOperators, AddsManyTensorsTwoByTwo) {
    CraftedModel model;
    model.add_tensor("x", {1, 4});
    model.add_tensor("y", {1, 4});
    model.add_operator(BuiltinOperator::ADD_N, {0, 0, 0}, {1});
    model.set_interface({0}, {1});
    EXPECT_EQ(model.import().nodes.size(), 2U);
}

TEST(ImportOperators, WidensStoredFloat16Weights) {
    CraftedModel model;
    model.add_tensor("x", {2});
    model.add_tensor("w", {2}, tflite::TensorType::FLOAT16);
    model.add_tensor("v", {2});
    model.add_tensor("y", {2});
    model.store(1, {0x00, 0x3C, 0x00, 0xC1});
    model.add_operator(BuiltinOperator::DEQUANTIZE, {1}, {2});
    model.add_operator(BuiltinOperator::ADD, {0, 2}, {3});
    model.set_interface({0}, {3});
    const Graph graph = model.import();
    const Tensor& weights = *graph.value(graph.nodes.at(0).inputs[0]).constant;
    EXPECT_EQ(weights, Tensor::of<float>({2}, {1.0F, -2.5F}));
    EXPECT_EQ(graph.nodes[0].op, "reshape");
}

} // namespace thimble

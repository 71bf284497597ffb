// SPDX-License-Identifier: Apache-2.0
// Convolutions in groups, transposed and over volumes, and products of matrices: forms that the exporter does not
// write.
#include "tests/import/tflite/crafted_model.h"
#include "thimble/import/tflite/import_tflite.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;
using Extents = std::vector<std::int64_t>;

template <typename Kind> Kind attribute(const Node& node, const std::string& name) {
    return node.attributes.get<Kind>(name);
}

tflite::Conv3DOptionsT same_strided_options() {
    tflite::Conv3DOptionsT options;
    options.padding = tflite::Padding::SAME;
    options.stride_d = 1;
    options.stride_h = 2;
    options.stride_w = 3;
    return options;
}

} // namespace

TEST(ImportConvolutions, ReadsTheGroupsOffTheShapes) {
    CraftedModel model = convolution_model();
    model.tensor(0).shape = {1, 6, 6, 4};
    EXPECT_EQ(attribute<std::int64_t>(model.import().nodes.at(0), "groups"), 2);
}

TEST(ImportConvolutions, ReordersTheWeightsOfAVolume) {
    CraftedModel model;
    model.add_tensor("x", {1, 3, 5, 7, 2});
    model.add_float_constant("w", {2, 3, 4, 2, 6});
    model.add_tensor("y", {1, 3, 3, 3, 6});
    model.add_operator(BuiltinOperator::CONV_3D, {0, 1}, {2}, same_strided_options());
    model.set_interface({0}, {2});
    const Graph graph = model.import();
    const Node& node = graph.nodes.back();
    EXPECT_EQ(node.op, "conv3d");
    EXPECT_EQ(graph.value(node.inputs[1]).type.shape, (Shape{6, 2, 3, 4, 2}));
    EXPECT_EQ(attribute<Extents>(node, "stride"), (Extents{1, 2, 3}));
    EXPECT_EQ(attribute<Extents>(node, "padding"), (Extents{0, 1, 1, 1, 1, 2}));
}

TEST(ImportConvolutions, TakesTheSizeOfATransposedVolumeFromTheOutput) {
    CraftedModel model;
    model.add_integers("shape", {5}, {1, 3, 5, 7, 6});
    model.add_float_constant("w", {2, 3, 4, 6, 2});
    model.add_tensor("x", {1, 3, 3, 3, 2});
    model.add_tensor("y", {1, 3, 5, 7, 6});
    model.add_operator(BuiltinOperator::CONV_3D_TRANSPOSE, {0, 1, 2}, {3}, same_strided_options());
    model.set_interface({2}, {3});
    const Graph graph = model.import();
    const Node& node = graph.nodes.back();
    EXPECT_EQ(node.op, "transpose_conv");
    EXPECT_EQ(graph.value(node.inputs[1]).type.shape, (Shape{6, 2, 3, 4, 2}));
    EXPECT_EQ(attribute<Extents>(node, "output_size"), (Extents{3, 5, 7}));
    EXPECT_EQ(attribute<Extents>(node, "padding"), (Extents{0, 1, 1}));
}

TEST(ImportConvolutions, RejectsATransposedConvolutionOfAnotherRank) {
    CraftedModel model;
    model.add_integers("shape", {3}, {1, 3, 5});
    model.add_float_constant("w", {1, 1, 1, 1});
    model.add_tensor("x", {1, 1, 1, 1});
    model.add_tensor("y", {1, 1, 1});
    model.add_operator(BuiltinOperator::TRANSPOSE_CONV, {0, 1, 2}, {3}, tflite::TransposeConvOptionsT());
    model.set_interface({2}, {3});
    EXPECT_EQ(model.import_error().code(), "E0303");
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Names of layers out of the paths that converters write.
#include "thimble/import/tflite/layer_names.h"

#include <gtest/gtest.h>

namespace thimble::tflite_import {

TEST(LayerName, FindsTheConvolutionAmongFusedOperations) {
    EXPECT_EQ(
        layer_name(
            "model/activation_1/Relu;model/batch_normalization_1/FusedBatchNormV3;model/conv2d_8/Conv2D;"
            "model/conv2d_1/Conv2D1",
            {"BiasAdd", "Conv2D"}, "model"
        ),
        "conv2d_1"
    );
}

TEST(LayerName, PrefersTheBiasToSharedConstants) {
    EXPECT_EQ(
        layer_name(
            "model/activation_5/Relu;model/depthwise_conv2d_2/BiasAdd;model/depthwise_conv2d_3/depthwise",
            {"BiasAdd", "depthwise"}, "model"
        ),
        "depthwise_conv2d_2"
    );
}

TEST(LayerName, KeepsBlocksInsideTheModel) {
    EXPECT_EQ(layer_name("net/block_1/expand/Relu6", {"Relu6", ""}, "net"), "block_1.expand");
}

TEST(LayerName, KeepsANameWithoutAPath) {
    EXPECT_EQ(layer_name("conv_1", {"BiasAdd", "Conv2D"}, "model"), "conv_1");
}

TEST(LayerName, DropsWhatSignaturesAdd) {
    EXPECT_EQ(layer_name("serving_default_input_1:0", {}, "model"), "input_1");
}

TEST(LayerName, IsEmptyWhenTheTensorNameSaysNothing) {
    for (const char* name :
         {"Identity", "Identity_int8", "StatefulPartitionedCall:0", "PartitionedCall_1:0", "", ";;"}) {
        EXPECT_EQ(layer_name(name, {"Softmax", ""}, "model"), "") << name;
    }
}

TEST(LayerName, LeavesNoControlCharacters) {
    EXPECT_EQ(layer_name("a\x1b[31m b", {}, ""), "a__31m_b");
}

TEST(LayerName, IsStableWhenAppliedAgain) {
    const std::string once = layer_name("net/block_1/expand/Relu6", {"Relu6", ""}, "net");
    EXPECT_EQ(layer_name(once, {"Relu6", ""}, ""), once);
}

TEST(CommonScope, IsTheFirstComponentThatAllPathsShare) {
    EXPECT_EQ(common_scope({"model/a/Relu", "Identity", "model/b/Relu"}), "model");
    EXPECT_EQ(common_scope({"model/a/Relu", "other/b/Relu"}), "");
    EXPECT_EQ(common_scope({"dense/Relu"}), "");
}

TEST(UniqueNames, NumbersRepetitions) {
    UniqueNames names;
    EXPECT_EQ(names.take("conv"), "conv");
    EXPECT_EQ(names.take("conv"), "conv_1");
    EXPECT_EQ(names.take("conv_1"), "conv_1_1");
    EXPECT_EQ(names.take("conv"), "conv_2");
}

TEST(IdentifierOfStem, MakesACIdentifier) {
    EXPECT_EQ(identifier_of_stem("models/kws.tflite"), "kws");
    EXPECT_EQ(identifier_of_stem("my-model v2.tflite"), "my_model_v2");
    EXPECT_EQ(identifier_of_stem("8bit.tflite"), "model_8bit");
    EXPECT_EQ(identifier_of_stem(""), "model");
}

} // namespace thimble::tflite_import

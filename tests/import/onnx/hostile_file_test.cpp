// SPDX-License-Identifier: Apache-2.0
// Damaged and malicious models: each imports, or is a ModelError that names the file; nothing else happens.
#include "tests/import/onnx/model_builder.h"
#include "thimble/core/error.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {
namespace {

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

/// The code of the error, or `accepted`. Any exception but ModelError fails the test, and so does one without the file.
std::string outcome(const std::string& bytes) {
    Diagnostics diagnostics;
    try {
        import_onnx(std::as_bytes(std::span(bytes)), "damaged.onnx", {}, diagnostics);
        return "accepted";
    } catch (const ModelError& error) {
        EXPECT_EQ(error.context().file, "damaged.onnx");
        return error.code();
    }
}

/// Enough of a model that damage meets all kinds of fields.
OnnxModel sample() {
    OnnxModel model;
    model.input("x", {1, 2, 4, 4}).output("y").output("s");
    model.floats("weights", {3, 2, 1, 1}, {1, 2, 3, 4, 5, 6}).floats("bias", {3}, {0, 1, 2});
    model.floats("scale", {}, {0.5F}).integers("shape", {1, -1});
    onnx::TensorProto& zero_point = *model.model.mutable_graph()->add_initializer();
    zero_point.set_name("zero");
    zero_point.set_data_type(onnx::TensorProto::UINT8);
    zero_point.set_raw_data("\x80");
    set_integers(model.node("Conv", {"x", "weights", "bias"}, {"c"}), "pads", {1, 1, 1, 1});
    model.node("Relu", {"c"}, {"r"});
    model.node("QuantizeLinear", {"r", "scale", "zero"}, {"q"});
    model.node("DequantizeLinear", {"q", "scale", "zero"}, {"d"});
    model.node("Reshape", {"d", "shape"}, {"f"});
    set_integer(model.node("Softmax", {"f"}, {"y"}), "axis", 1);
    model.node("Abs", {"x"}, {"s"}).set_name("magnitude");
    return model;
}

TEST(HostileOnnx, TruncatedAnywhere) {
    const std::string whole = sample().bytes();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        // What is cut at the end of a field is a model without what follows.
        outcome(whole.substr(0, length));
    }
    EXPECT_EQ(outcome(""), "E0320");
    EXPECT_EQ(outcome(whole.substr(0, whole.size() / 2)), "E0320");
}

TEST(HostileOnnx, BitsFlipped) {
    const std::string whole = sample().bytes();
    for (std::size_t index = 0; index < whole.size(); ++index) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string damaged = whole;
            damaged[index] = static_cast<char>(static_cast<unsigned char>(damaged[index]) ^ (1U << bit));
            outcome(damaged);
        }
    }
}

TEST(HostileOnnx, OtherFiles) {
    EXPECT_EQ(outcome("version https://git-lfs.github.com/spec/v1\n"), "E0320");
    EXPECT_EQ(outcome(std::string(1000, '\0')), "E0320");
    EXPECT_EQ(outcome(std::string(1000, '\xFF')), "E0320");
}

TEST(HostileOnnx, Cycles) {
    OnnxModel itself;
    itself.input("x", {2}).output("y");
    itself.node("Exp", {"y"}, {"y"});
    EXPECT_EQ(itself.rejection(), "E0321");
    OnnxModel two;
    two.input("x", {2}).output("a");
    two.node("Exp", {"b"}, {"a"});
    two.node("Exp", {"a"}, {"b"});
    EXPECT_EQ(two.rejection(), "E0321");
}

TEST(HostileOnnx, TensorsWrittenTwice) {
    OnnxModel model;
    model.input("x", {2}).output("y");
    model.node("Exp", {"x"}, {"y"});
    model.node("Exp", {"x"}, {"y"});
    EXPECT_EQ(model.rejection(), "E0321");
    OnnxModel input;
    input.input("x", {2}).output("x");
    input.node("Exp", {"x"}, {"x"});
    EXPECT_EQ(input.rejection(), "E0321");
}

TEST(HostileOnnx, OutputsThatNothingWrites) {
    OnnxModel model;
    model.input("x", {2}).output("nowhere");
    EXPECT_EQ(model.rejection(), "E0321");
}

TEST(HostileOnnx, NamesTheNodeOfABadTensor) {
    OnnxModel model;
    model.input("x", {2}).output("y");
    model.node("Exp", {"nothing"}, {"y"}).set_name("here");
    try {
        model.import();
        FAIL();
    } catch (const ModelError& error) {
        EXPECT_EQ(error.context().node, "here");
        EXPECT_EQ(error.context().op, "Exp");
    }
}

TEST(HostileOnnx, ImpossibleShapesOfInputs) {
    for (const std::vector<std::int64_t>& extents :
         std::vector<std::vector<std::int64_t>>{{-2}, {huge}, {huge, huge}, {65536, 65536}, {0, huge, huge}}) {
        OnnxModel model;
        model.input("x", extents).output("y");
        model.node("Exp", {"x"}, {"y"});
        EXPECT_NE(model.rejection(), "accepted");
    }
}

TEST(HostileOnnx, ImpossibleShapesOfStoredTensors) {
    for (const std::vector<std::int64_t>& extents :
         std::vector<std::vector<std::int64_t>>{{-1}, {3}, {huge}, {huge, 2}, {1 << 20, 1 << 11}}) {
        OnnxModel model;
        model.input("x", {2}).output("y").floats("w", extents, {1.0F, 2.0F});
        model.node("Exp", {"w"}, {"y"});
        EXPECT_EQ(model.rejection(), "E0321") << Shape(extents).to_string();
    }
}

TEST(HostileOnnx, StoredTensorsOfImpossibleTypes) {
    for (const int type : {0, 99, -1, 8, 10, 16}) {
        OnnxModel model;
        model.input("x", {2}).output("y").floats("w", {1}, {1.0F});
        model.model.mutable_graph()->mutable_initializer(0)->set_data_type(type);
        model.node("Exp", {"w"}, {"y"});
        EXPECT_EQ(model.rejection(), "E0304") << type;
    }
}

TEST(HostileOnnx, AttributesOfTheWrongKind) {
    OnnxModel model;
    model.input("x", {2}).output("y");
    set_integers(model.node("Elu", {"x"}, {"y"}), "alpha", {1, 2});
    EXPECT_EQ(model.rejection(), "E0323");
}

TEST(HostileOnnx, NodesWithoutOutputs) {
    for (const char* const op : {"Split", "Exp", "Add", "TopK"}) {
        OnnxModel model;
        model.input("x", {2}).output("y");
        model.node(op, {"x"}, {});
        EXPECT_EQ(model.rejection(), "E0321") << op;
    }
}

TEST(HostileOnnx, TooManyInputs) {
    OnnxModel model;
    model.input("x", {2}).output("y");
    model.node("Exp", {"x", "x", "x"}, {"y"});
    EXPECT_EQ(model.rejection(), "E0321");
}

TEST(HostileOnnx, LayersOnTensorsWithoutChannels) {
    for (const char* const op :
         {"MaxPool", "AveragePool", "GlobalAveragePool", "Conv", "LRN", "BatchNormalization", "InstanceNormalization",
          "GroupNormalization", "LpPool"}) {
        for (const std::vector<std::int64_t>& extents : std::vector<std::vector<std::int64_t>>{{}, {4}}) {
            OnnxModel model;
            model.input("x", extents).output("y").floats("w", {1}, {1.0F});
            onnx::NodeProto& node = model.node(op, {"x"}, {"y"});
            set_integers(node, "kernel_shape", {1});
            for (int operand = 1; std::string(op) == "BatchNormalization" && operand < 5; ++operand) {
                node.add_input("w");
            }
            EXPECT_EQ(model.rejection().substr(0, 3), "E03") << op << " of " << extents.size() << " axes";
        }
    }
}

TEST(HostileOnnx, DeeplyNestedGraphs) {
    onnx::GraphProto graph;
    for (int depth = 0; depth < 200; ++depth) {
        onnx::GraphProto outer;
        onnx::NodeProto& node = *outer.add_node();
        node.set_op_type("If");
        *node.add_attribute()->mutable_g() = graph;
        graph = outer;
    }
    OnnxModel model;
    *model.model.mutable_graph() = graph;
    EXPECT_NE(model.rejection(), "accepted");
}

TEST(HostileOnnx, OperatorSetsThatAreNot) {
    for (const std::int64_t version : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1000}, huge}) {
        OnnxModel model(version);
        model.input("x", {2}).output("y");
        model.node("Exp", {"x"}, {"y"});
        EXPECT_EQ(model.rejection(), "E0322") << version;
    }
}

} // namespace
} // namespace thimble

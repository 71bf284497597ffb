// SPDX-License-Identifier: Apache-2.0
// ONNX files on the command line: told apart by content, with dimensions and inputs given as options.
#include "tests/apps/program_run.h"
#include "tests/import/onnx/model_builder.h"
#include "thimble/core/file.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace thimble {
namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A model with an open second dimension, whose quantisation scale is an input. Its name is not `.onnx`.
class OnnxCommand : public testing::Test {
protected:
    void SetUp() override {
        OnnxModel model;
        model.input("x", {1, 4}).input("scale", {}).output("y");
        onnx::TensorShapeProto& shape =
            *model.model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
        shape.mutable_dim(1)->set_dim_param("length");
        onnx::TensorProto& zero_point = *model.model.mutable_graph()->add_initializer();
        zero_point.set_name("zero");
        zero_point.set_data_type(onnx::TensorProto::INT8);
        zero_point.add_int32_data(0);
        model.node("QuantizeLinear", {"x", "scale", "zero"}, {"q"});
        model.node("DequantizeLinear", {"q", "scale", "zero"}, {"y"});
        path_ = (std::filesystem::temp_directory_path() / "thimble-onnx-command.model").string();
        write_file(path_, model.bytes());
    }

    void TearDown() override { std::filesystem::remove(path_); }

    ProgramRun analyze(const std::string& options) const { return run_thimble("analyze " + options + " " + path_); }

    std::string path_;
};

TEST_F(OnnxCommand, TakesDimensionsAndBoundInputs) {
    const ProgramRun run = analyze("--json --dimension length=6 --bind scale=0.5");
    ASSERT_EQ(run.status, 0) << run.errors;
    const auto document = nlohmann::json::parse(run.output);
    EXPECT_EQ(document["inputs"].size(), 1U);
    EXPECT_EQ(document["inputs"][0]["shape"], nlohmann::json({1, 6}));
}

TEST_F(OnnxCommand, SaysWhichDimensionIsOpen) {
    const ProgramRun run = analyze("--bind scale=0.5");
    EXPECT_EQ(run.status, 3);
    EXPECT_TRUE(contains(run.errors, "E0325") && contains(run.errors, "length")) << run.errors;
}

TEST_F(OnnxCommand, SaysWhichInputMustBeBound) {
    const ProgramRun run = analyze("--dimension length=6");
    EXPECT_EQ(run.status, 3);
    EXPECT_TRUE(contains(run.errors, "E0326") && contains(run.errors, "--bind scale=")) << run.errors;
}

TEST_F(OnnxCommand, RefusesWrongBindings) {
    EXPECT_EQ(analyze("--dimension length").status, 2);
    EXPECT_EQ(analyze("--dimension size=6").status, 2);
    EXPECT_EQ(analyze("--dimension length=6 --bind scale=1,2").status, 2);
    EXPECT_EQ(analyze("--dimension length=6 --bind scale=/nowhere/scale.npy").status, 3);
}

TEST_F(OnnxCommand, CompilesAndValidates) {
    const ProgramRun run = run_thimble("validate --dimension length=6 --bind scale=0.5 --on host " + path_);
    EXPECT_EQ(run.status, 0) << run.errors;
}

TEST(OnnxOptionsOfOtherFormats, AreRefused) {
    const ProgramRun run = run_thimble("analyze --bind x=1 " + digits_model());
    EXPECT_EQ(run.status, 2);
    EXPECT_TRUE(contains(run.errors, "E0106")) << run.errors;
}

} // namespace
} // namespace thimble

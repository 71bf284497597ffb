// SPDX-License-Identifier: Apache-2.0
// Tensors outside the model file, and paths that lead out of its folder.
#include "tests/import/onnx/model_builder.h"
#include "thimble/core/error.h"
#include "thimble/core/file.h"

#include <cstdlib>
#include <filesystem>
#include <functional>

#include <gtest/gtest.h>

namespace thimble {
namespace {

namespace fs = std::filesystem;

/// <scratch>/secret.bin and <scratch>/model/data.bin, 8 bytes each; the model is <scratch>/model/m.onnx.
class ExternalDataFiles : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "thimble-external-XXXXXX").string();
        scratch_ = mkdtemp(pattern.data());
        write_file(scratch_ / "secret.bin", eight_bytes);
        write_file(scratch_ / "model" / "data.bin", eight_bytes);
        write_file(scratch_ / "model" / "below" / "data.bin", eight_bytes);
    }

    void TearDown() override { fs::remove_all(scratch_); }

    /// What importing a model says whose float32 [2] tensor lies at `location`.
    std::string
    outcome(const std::string& location, const std::string& offset = "", const std::string& length = "") const {
        OnnxModel model;
        model.output("y");
        onnx::TensorProto& tensor = *model.model.mutable_graph()->add_initializer();
        tensor.set_name("w");
        tensor.set_data_type(onnx::TensorProto::FLOAT);
        tensor.add_dims(2);
        tensor.set_data_location(onnx::TensorProto::EXTERNAL);
        const auto add = [&](const char* key, const std::string& value) {
            if (!value.empty()) {
                auto& entry = *tensor.add_external_data();
                entry.set_key(key);
                entry.set_value(value);
            }
        };
        add("location", location);
        add("offset", offset);
        add("length", length);
        model.node("Abs", {"w"}, {"y"});
        const std::string bytes = model.bytes();
        const std::string file = (scratch_ / "model" / "m.onnx").string();
        Diagnostics diagnostics;
        try {
            import_onnx(std::as_bytes(std::span(bytes)), file, {}, diagnostics);
            return "accepted";
        } catch (const ModelError& error) {
            EXPECT_EQ(error.context().file, file);
            return error.code();
        }
    }

    static constexpr std::string_view eight_bytes{"\0\0\x80\x3F\0\0\0\x40", 8};
    fs::path scratch_;
};

TEST_F(ExternalDataFiles, AreReadBesideAndBelowTheModel) {
    EXPECT_EQ(outcome("data.bin"), "accepted");
    EXPECT_EQ(outcome("data.bin", "0", "8"), "accepted");
    EXPECT_EQ(outcome("below/data.bin"), "accepted");
    EXPECT_EQ(outcome("./data.bin"), "accepted");
}

TEST_F(ExternalDataFiles, AreNotReadAboveTheModel) {
    EXPECT_EQ(outcome("../secret.bin"), "E0327");
    EXPECT_EQ(outcome("below/../../secret.bin"), "E0327");
    EXPECT_EQ(outcome("../model/data.bin"), "E0327");
}

TEST_F(ExternalDataFiles, AreNotReadByAbsolutePaths) {
    EXPECT_EQ(outcome((scratch_ / "secret.bin").string()), "E0327");
    EXPECT_EQ(outcome((scratch_ / "model" / "data.bin").string()), "E0327");
    EXPECT_EQ(outcome("/dev/zero"), "E0327");
}

TEST_F(ExternalDataFiles, AreNotReadThroughLinksOutOfTheFolder) {
    fs::create_symlink(scratch_ / "secret.bin", scratch_ / "model" / "link.bin");
    fs::create_directory_symlink(scratch_, scratch_ / "model" / "up");
    EXPECT_EQ(outcome("link.bin"), "E0327");
    EXPECT_EQ(outcome("up/secret.bin"), "E0327");
}

TEST_F(ExternalDataFiles, AreReadThroughLinksThatStay) {
    fs::create_symlink("data.bin", scratch_ / "model" / "same.bin");
    EXPECT_EQ(outcome("same.bin"), "accepted");
}

TEST_F(ExternalDataFiles, MustBeFiles) {
    EXPECT_EQ(outcome("below"), "E0327");
    EXPECT_EQ(outcome("missing.bin"), "E0327");
    EXPECT_EQ(outcome("."), "E0327");
    EXPECT_EQ(outcome(""), "E0327");
    EXPECT_EQ(outcome(std::string("data.bin\0x", 10)), "E0327");
}

TEST_F(ExternalDataFiles, MustHoldWhatTheTensorNeeds) {
    EXPECT_EQ(outcome("data.bin", "4"), "E0327");
    EXPECT_EQ(outcome("data.bin", "18446744073709551615"), "E0327");
    EXPECT_EQ(outcome("data.bin", "-1"), "E0327");
    EXPECT_EQ(outcome("data.bin", "0x0"), "E0327");
    EXPECT_EQ(outcome("data.bin", "", "4"), "E0327");
    EXPECT_EQ(outcome("data.bin", "", "99999999999999999999"), "E0327");
}

} // namespace
} // namespace thimble

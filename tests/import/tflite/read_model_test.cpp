// SPDX-License-Identifier: Apache-2.0
// Files that are no TensorFlow Lite models, or only a part of one.
#include "tests/import/tflite/crafted_model.h"
#include "thimble/import/tflite/import_tflite.h"

#include <cstring>
#include <filesystem>

#include <gtest/gtest.h>

namespace thimble {

namespace {

ModelError error_of(std::string_view content) {
    std::vector<std::byte> bytes;
    for (const char letter : content) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    Diagnostics diagnostics;
    try {
        import_tflite(bytes, "some/file.tflite", diagnostics);
    } catch (const ModelError& error) {
        return error;
    }
    ADD_FAILURE() << "imported";
    return ModelError("", "");
}

using namespace std::string_view_literals;

} // namespace

TEST(ReadModel, SaysThatAFileIsEmpty) {
    const ModelError error = error_of("");
    EXPECT_EQ(error.code(), "E0301");
    EXPECT_NE(std::string(error.what()).find("empty"), std::string::npos);
    EXPECT_EQ(error.context().file, "some/file.tflite");
}

TEST(ReadModel, NamesTheFormatThatAnotherFileHas) {
    const std::vector<std::pair<std::string_view, std::string>> cases = {
        {"\x08\x07\x12\x07pytorch"sv, "ONNX"},
        {"\x89HDF\r\n\x1a\n12345678"sv, "HDF5"},
        {"PK\x03\x04 keras archive"sv, "ZIP"},
        {"<!DOCTYPE html><html>"sv, "HTML"},
        {"version https://git-lfs.github.com"sv, "Git LFS"},
        {"#include <cstdint>"sv, "C source"},
    };
    for (const auto& [content, format] : cases) {
        const ModelError error = error_of(content);
        EXPECT_EQ(error.code(), "E0301") << format;
        EXPECT_NE(std::string(error.what()).find(format), std::string::npos) << error.what();
        EXPECT_FALSE(error.hint().empty()) << format;
    }
}

TEST(ReadModel, ReportsAMissingIdentifier) {
    EXPECT_EQ(error_of("\x1c\0\0\0XXXX................"sv).code(), "E0301");
}

TEST(ReadModel, RejectsAFileShorterThanItsIdentifier) {
    EXPECT_EQ(error_of("\x1c\0\0\0TF"sv).code(), "E0301");
}

TEST(ReadModel, ReportsTruncation) {
    std::vector<std::byte> file = relu_model().file();
    file.resize(file.size() / 2);
    Diagnostics diagnostics;
    try {
        import_tflite(file, "half.tflite", diagnostics);
        FAIL() << "imported";
    } catch (const ModelError& error) {
        EXPECT_EQ(error.code(), "E0302");
        EXPECT_EQ(error.context().file, "half.tflite");
    }
}

TEST(ReadModel, ReadsFromAnOddAddress) {
    const std::vector<std::byte> file = relu_model().file();
    std::vector<std::byte> shifted(file.size() + 1);
    std::memcpy(shifted.data() + 1, file.data(), file.size());
    Diagnostics diagnostics;
    EXPECT_EQ(import_tflite(std::span(shifted).subspan(1), "odd.tflite", diagnostics).nodes.size(), 1U);
}

TEST(ReadModel, ReportsAPathThatCannotBeRead) {
    Diagnostics diagnostics;
    for (const char* path : {"/no/such/model.tflite", "/"}) {
        try {
            import_tflite_file(path, diagnostics);
            FAIL() << "imported";
        } catch (const ModelError& error) {
            EXPECT_EQ(error.code(), "E0201");
            EXPECT_EQ(error.context().file, path);
        }
    }
}

} // namespace thimble

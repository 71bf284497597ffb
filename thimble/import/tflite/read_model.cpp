// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/read_model.h"

#include "thimble/core/error.h"

#include <array>
#include <cstring>
#include <string_view>

namespace thimble::tflite_import {

namespace {

struct Signature {
    std::string_view bytes;
    std::string_view kind;
    std::string_view hint;
};

using namespace std::string_view_literals;

constexpr std::string_view keras_hint = "convert it with TensorFlow's tf.lite.TFLiteConverter";

constexpr std::array signatures = {
    Signature{"\x89HDF\r\n\x1a\n"sv, "an HDF5 file (Keras .h5)", keras_hint},
    Signature{"PK\x03\x04"sv, "a ZIP archive (.keras, .pt, .npz)", "convert the model inside it to .tflite or .onnx"},
    Signature{"\x1f\x8b"sv, "a gzip archive", "unpack it first"},
    Signature{"GGUF"sv, "a GGUF model", "convert the model to .tflite or .onnx"},
    Signature{"\x93NUMPY"sv, "a NumPy array", "pass the model file"},
    Signature{
        "\x7f"
        "ELF"sv,
        "an ELF program", "pass the model file"},
    Signature{"version https://git-lfs"sv, "a Git LFS pointer", "fetch the file itself with `git lfs pull`"},
    Signature{"<"sv, "an HTML or XML page", "the download of the model failed; fetch the file itself"},
    Signature{"#include"sv, "C source", "turn the array back into a file with `xxd -r`"},
    Signature{"/*"sv, "C source", "turn the array back into a file with `xxd -r`"},
    Signature{"//"sv, "C source", "turn the array back into a file with `xxd -r`"},
    Signature{"const unsigned char"sv, "C source", "turn the array back into a file with `xxd -r`"},
    Signature{"unsigned char"sv, "C source", "turn the array back into a file with `xxd -r`"},
    // Protocol buffers carry no signature; an ONNX model starts with field 1, ir_version, a small number.
    Signature{"\x08"sv, "an ONNX model", "name it with the ending .onnx"},
};

bool starts_with(std::span<const std::byte> file, std::string_view bytes) {
    return file.size() >= bytes.size() && std::memcmp(file.data(), bytes.data(), bytes.size()) == 0;
}

[[noreturn]] void throw_other_format(std::span<const std::byte> file) {
    for (const Signature& signature : signatures) {
        if (starts_with(file, signature.bytes)) {
            ModelError error("E0301", fmt::format("expected a TensorFlow Lite model, this is {}", signature.kind));
            error.set_hint(std::string(signature.hint));
            throw error;
        }
    }
    ModelError error("E0301", "expected a TensorFlow Lite model, the identifier TFL3 is missing at byte 4");
    error.set_hint("check that the file is a .tflite model and was copied completely");
    throw error;
}

} // namespace

const tflite::Model& read_model(std::span<const std::byte> file) {
    constexpr std::size_t identified_bytes = 8;
    constexpr flatbuffers::uoffset_t depth_limit = 32;
    constexpr flatbuffers::uoffset_t table_limit = 500'000;
    if (file.empty()) {
        throw ModelError("E0301", "expected a TensorFlow Lite model, the file is empty");
    }
    if (file.size() >= FLATBUFFERS_MAX_BUFFER_SIZE) { // the verifier asserts that it is less
        throw ModelError("E0301", fmt::format("the file has {} bytes, at most 2147483646 are possible", file.size()));
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(file.data());
    if (file.size() < identified_bytes || !tflite::ModelBufferHasIdentifier(bytes)) {
        throw_other_format(file);
    }
    flatbuffers::Verifier verifier(bytes, file.size(), depth_limit, table_limit);
    if (!tflite::VerifyModelBuffer(verifier)) {
        ModelError error(
            "E0302", fmt::format("the file is truncated or damaged: its {} bytes do not hold together", file.size())
        );
        error.set_hint("copy or download the model again and compare sizes or checksums");
        throw error;
    }
    return *tflite::GetModel(bytes);
}

} // namespace thimble::tflite_import

// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/read_model.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/import_onnx.h"

#include <limits>

#include <google/protobuf/io/coded_stream.h>

namespace thimble {

bool looks_like_onnx(std::span<const std::byte> bytes) {
    // A ModelProto begins with one of its fields: ir_version (a small number), or a text or message of fields 2 to 25.
    return bytes.size() > 2 &&
           (bytes[0] == std::byte{0x08} || bytes[0] == std::byte{0x12} || bytes[0] == std::byte{0x1A} ||
            bytes[0] == std::byte{0x3A}) &&
           bytes[1] != std::byte{0};
}

namespace onnx_import {

onnx::ModelProto parse_model(std::span<const std::byte> bytes) {
    constexpr std::size_t largest_bytes = std::numeric_limits<int>::max();
    onnx::ModelProto model;
    const bool is_read =
        bytes.size() <= largest_bytes && model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!is_read) {
        ModelError error("E0320", "the file is not an ONNX model, or it is damaged or cut off");
        error.set_hint("compare its size with the original's, and export it again");
        throw error;
    }
    if (!model.has_graph()) {
        throw ModelError("E0320", "the ONNX file holds no graph");
    }
    return model;
}

std::int64_t operator_set(const onnx::ModelProto& model) {
    std::int64_t version = 0;
    for (const onnx::OperatorSetIdProto& import : model.opset_import()) {
        if (import.domain().empty() || import.domain() == "ai.onnx") {
            version = import.version();
        }
    }
    if (version < oldest_opset || version > newest_opset) {
        ModelError error(
            "E0322", version == 0
                         ? std::string("the model names no operator set")
                         : fmt::format("operator set is {}, expected {} to {}", version, oldest_opset, newest_opset)
        );
        error.set_hint("export the model again with opset_version=17, or convert it with onnx.version_converter");
        throw error;
    }
    return version;
}

} // namespace onnx_import

} // namespace thimble

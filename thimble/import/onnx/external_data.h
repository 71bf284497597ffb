// SPDX-License-Identifier: Apache-2.0
// Tensors stored in files beside the model. Nothing outside the model's folder is read, whatever the file says.
#pragma once

#include "thimble/import/onnx/messages.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace thimble::onnx_import {

class ExternalData {
public:
    /// Of a model that has no folder: every external tensor is refused.
    ExternalData() = default;

    /// Of a model in `folder`.
    explicit ExternalData(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// The `byte_count` bytes that an external tensor refers to.
    /// Errors: ModelError E0327 for a location outside the folder (by `..`, an absolute path or a link), a file that
    ///         is missing or too short, offsets that are no numbers.
    std::vector<std::byte> read(const onnx::TensorProto& tensor, std::size_t byte_count) const;

private:
    std::filesystem::path confined_path(const std::string& location) const;

    std::optional<std::filesystem::path> folder_;
};

} // namespace thimble::onnx_import

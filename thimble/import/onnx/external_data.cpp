// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/external_data.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <charconv>
#include <fstream>

namespace thimble::onnx_import {

namespace {

namespace fs = std::filesystem;

ModelError external_error(const onnx::TensorProto& tensor, const std::string& message) {
    return {"E0327", fmt::format("data of tensor `{}`: {}", tensor.name(), message)};
}

std::string entry(const onnx::TensorProto& tensor, std::string_view key) {
    for (const auto& pair : tensor.external_data()) {
        if (pair.key() == key) {
            return pair.value();
        }
    }
    return {};
}

std::uint64_t number(const onnx::TensorProto& tensor, std::string_view key, std::uint64_t otherwise) {
    const std::string text = entry(tensor, key);
    if (text.empty()) {
        return otherwise;
    }
    std::uint64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) {
        throw external_error(tensor, fmt::format("{} is `{}`, expected a number of bytes", key, text));
    }
    return value;
}

} // namespace

fs::path ExternalData::confined_path(const std::string& location) const {
    const fs::path relative(location);
    const bool climbs =
        std::any_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
    // What follows a zero byte would be part of the path here, but not for the operating system.
    const bool is_cut = location.find('\0') != std::string::npos;
    if (location.empty() || is_cut || relative.is_absolute() || climbs) {
        return {};
    }
    std::error_code failure;
    const fs::path folder = fs::canonical(folder_->empty() ? fs::path(".") : *folder_, failure);
    const fs::path file = fs::weakly_canonical(folder / relative, failure);
    const auto [end_of_folder, ignored] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return failure || end_of_folder != folder.end() ? fs::path() : file;
}

std::vector<std::byte> ExternalData::read(const onnx::TensorProto& tensor, std::size_t byte_count) const {
    const std::string location = entry(tensor, "location");
    const fs::path path = folder_ ? confined_path(location) : fs::path();
    if (path.empty()) {
        ModelError error = external_error(tensor, fmt::format("`{}` is not a file in the model's folder", location));
        error.set_hint("external data must lie beside the model or in a folder below it");
        throw error;
    }
    const std::uint64_t offset = number(tensor, "offset", 0);
    const std::uint64_t length = number(tensor, "length", byte_count);
    if (length != byte_count) {
        throw external_error(tensor, fmt::format("length is {} bytes, its shape and type take {}", length, byte_count));
    }
    std::error_code failure;
    const std::uintmax_t file_bytes = fs::is_regular_file(path, failure) ? fs::file_size(path, failure) : 0;
    if (failure || offset > file_bytes || byte_count > file_bytes - offset) {
        throw external_error(
            tensor, fmt::format("`{}` has {} bytes, expected {} from byte {}", location, file_bytes, byte_count, offset)
        );
    }
    std::vector<std::byte> bytes(byte_count);
    std::ifstream stream(path, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset));
    if (!stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(byte_count))) {
        throw external_error(tensor, fmt::format("`{}` cannot be read", location));
    }
    return bytes;
}

} // namespace thimble::onnx_import

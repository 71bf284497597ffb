// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/file.h"

#include "thimble/core/error.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace thimble {

namespace {

ModelError unreadable(const std::filesystem::path& path, const std::string& reason) {
    ModelError error("E0201", fmt::format("the file cannot be read: {}", reason));
    error.add_context({.file = path.string(), .node = {}, .op = {}});
    error.set_hint("check the path and its permissions");
    return error;
}

} // namespace

std::vector<std::byte> read_binary_file(const std::filesystem::path& path) {
    std::error_code failure;
    const std::uintmax_t length = std::filesystem::file_size(path, failure);
    if (failure) {
        throw unreadable(path, failure.message());
    }
    if (length > largest_file_bytes) {
        throw unreadable(path, fmt::format("{} bytes are more than the 2 GiB that any format here can hold", length));
    }
    std::vector<std::byte> bytes(length);
    std::ifstream stream(path, std::ios::binary);
    if (!stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(length))) {
        throw unreadable(path, "no permission, or it changed meanwhile");
    }
    return bytes;
}

void write_file(const std::filesystem::path& path, std::string_view contents) {
    const auto fail = [&](const std::string& what) {
        EnvironmentError error("E0602", fmt::format("cannot write file: {}", what));
        error.add_context({.file = path.string(), .node = {}, .op = {}});
        throw error;
    };
    std::error_code ignored;
    std::filesystem::create_directories(path.parent_path(), ignored); // a failure shows when the file is opened
    const std::filesystem::path partial = path.string() + ".partial";
    {
        std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
        stream.write(contents.data(), static_cast<std::streamsize>(contents.size()));
        stream.close();
        if (!stream) {
            fail(std::strerror(errno));
        }
    }
    std::error_code failure;
    std::filesystem::rename(partial, path, failure);
    if (failure) {
        fail(failure.message());
    }
}

} // namespace thimble

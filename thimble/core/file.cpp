// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/file.h"

#include "thimble/core/error.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace thimble {

std::vector<std::byte> read_binary_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path)) {
        ModelError error("E0201", fmt::format("cannot read file: {}", std::strerror(errno == 0 ? EISDIR : errno)));
        error.add_context({.file = path.string(), .node = {}, .op = {}});
        throw error;
    }
    const std::vector<char> characters{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    std::vector<std::byte> bytes(characters.size());
    std::memcpy(bytes.data(), characters.data(), characters.size());
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

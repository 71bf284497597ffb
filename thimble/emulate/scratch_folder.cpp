// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/scratch_folder.h"

#include "thimble/core/error.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace thimble {
namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
    EnvironmentError error("E0612", fmt::format("cannot {}: {}", what, std::strerror(errno)));
    error.add_context({path.string(), {}, {}});
    throw error;
}

} // namespace

ScratchFolder::ScratchFolder(KeepFiles keep) : keep_(keep) {
    std::error_code ignored;
    std::filesystem::path parent = std::filesystem::temp_directory_path(ignored);
    if (ignored) {
        parent = "/tmp";
    }
    std::string name = (parent / "thimble-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        fail("make a temporary folder", parent);
    }
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    if (keep_ == KeepFiles::no) {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
}

std::string read_file(const std::filesystem::path& path) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        fail("read file", path);
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// A private folder for intermediate files, removed at the end of its life.
#pragma once

#include <filesystem>
#include <string>

namespace thimble {

enum class KeepFiles : bool { no, yes };

class ScratchFolder {
public:
    /// Makes `<temporary folder>/thimble-XXXXXX`.
    /// Errors: EnvironmentError E0612.
    explicit ScratchFolder(KeepFiles keep = KeepFiles::no);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    KeepFiles keep_;
};

/// Reads a whole file.
/// Errors: EnvironmentError E0612.
std::string read_file(const std::filesystem::path& path);

} // namespace thimble

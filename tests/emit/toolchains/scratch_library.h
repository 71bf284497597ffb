// SPDX-License-Identifier: Apache-2.0
// An emitted library in a folder of its own, and commands run there.
#pragma once

#include "thimble/emit/emitted_library.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace thimble {

struct CommandOutcome {
    int exit_status = 0;
    std::string output; ///< standard output and error together
};

inline CommandOutcome run_shell(const std::string& command) {
    CommandOutcome outcome;
    FILE* pipe = popen(("(" + command + ") 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("cannot start a shell");
    }
    std::array<char, 4096> block;
    for (std::size_t count; (count = std::fread(block.data(), 1, block.size(), pipe)) > 0;) {
        outcome.output.append(block.data(), count);
    }
    const int status = pclose(pipe);
    outcome.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

inline bool has_program(const std::string& name) {
    return run_shell("command -v " + name).exit_status == 0;
}

/// Removed at the end of the test.
class ScratchLibrary {
public:
    explicit ScratchLibrary(const EmittedLibrary& library) {
        std::string pattern = (std::filesystem::temp_directory_path() / "thimble_emit_XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("cannot make a folder");
        }
        folder_ = pattern;
        for (const EmittedFile& file : library.files) {
            write(library.model_name + "/" + file.path, file.contents);
        }
    }

    ScratchLibrary(const ScratchLibrary&) = delete;
    ScratchLibrary& operator=(const ScratchLibrary&) = delete;

    ~ScratchLibrary() { std::filesystem::remove_all(folder_); }

    void write(const std::string& path, const std::string& contents) const {
        std::filesystem::create_directories((folder_ / path).parent_path());
        std::ofstream(folder_ / path) << contents;
    }

    CommandOutcome run(const std::string& command) const {
        return run_shell("cd " + folder_.string() + " && " + command);
    }

private:
    std::filesystem::path folder_;
};

} // namespace thimble

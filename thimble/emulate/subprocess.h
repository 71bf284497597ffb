// SPDX-License-Identifier: Apache-2.0
// Runs an external program (compiler, emulator) to its end, without a shell.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace thimble {

struct Command {
    std::vector<std::string> arguments;        ///< the program first; looked up in PATH
    std::filesystem::path working_directory;   ///< empty: ours
    std::chrono::milliseconds timeout{600000}; ///< the program and its children are killed after it
};

struct CommandResult {
    int exit_status = 0; ///< 128 + signal when a signal ended it
    bool timed_out = false;
    std::string output;       ///< standard output
    std::string error_output; ///< standard error
};

/// Runs `command` with standard input from /dev/null and waits for it.
/// Errors: EnvironmentError E0610 when the program is not installed, E0611 when it cannot be started.
CommandResult run_command(const Command& command);

/// `arm-none-eabi-g++ -c a.cpp`, for messages.
std::string to_string(const Command& command);

/// The last lines of a program's output, for the notes of an error.
std::vector<std::string> last_lines(const std::string& text, std::size_t count);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Runs build/thimble as a user would and keeps what it printed.
#pragma once

#include <string>

namespace thimble {

struct ProgramRun {
    int status = -1;
    std::string output; ///< stdout
    std::string errors; ///< stderr
};

/// `arguments` are shell words; `environment` is put before the command, such as `NO_COLOR=1`.
ProgramRun run_thimble(const std::string& arguments, const std::string& environment = "");

/// Path of the small model that the repository holds.
std::string digits_model();

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Completion scripts made from the command table itself, so that they cannot go stale.
#pragma once

#include <string>
#include <string_view>

#include <CLI/App.hpp>

namespace thimble::cli {

/// The script for `bash`, `zsh` or `fish`.
/// Errors: OptionError E0104 for another shell.
std::string completion_script(const CLI::App& app, std::string_view shell);

} // namespace thimble::cli

// SPDX-License-Identifier: Apache-2.0
// Which external tools the built-in targets need, and whether they are there.
#pragma once

#include <string>
#include <vector>

namespace thimble {

struct ToolCheck {
    std::string tool; ///< the command
    bool is_found = false;
    std::string version;   ///< first line of `tool --version`
    std::string needed_by; ///< target names
    std::string remedy;    ///< what to do when it is missing
};

/// One entry a tool, in order of name, and one for the instruction-counting plugin.
std::vector<ToolCheck> check_environment();

} // namespace thimble

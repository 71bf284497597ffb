// SPDX-License-Identifier: Apache-2.0
// Warnings that a stage hands back to its caller; libraries never print.
#pragma once

#include <string>
#include <vector>

namespace thimble {

struct Diagnostics {
    std::vector<std::string> warnings;

    void warn(std::string message) { warnings.push_back(std::move(message)); }
};

} // namespace thimble

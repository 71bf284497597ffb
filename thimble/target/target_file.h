// SPDX-License-Identifier: Apache-2.0
// One target.toml, read onto the target that it inherits from.
#pragma once

#include "thimble/target/target.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace thimble {

struct TargetText {
    std::string file;             ///< for messages
    std::filesystem::path folder; ///< where a user's own linker script and sources lie; empty for built-in targets
    std::string default_name;     ///< when the file names none
    std::string contents;
};

/// Loads the target that a file inherits from.
using LoadBase = std::function<Target(const std::string& name)>;

/// Reads a target description. Fields that the file leaves out are those of its base.
/// Errors: ModelError E0211 (syntax), E0212 (unknown key), E0213 (wrong type or value), E0214 (base cannot be loaded).
Target read_target(const TargetText& text, const LoadBase& load_base);

} // namespace thimble

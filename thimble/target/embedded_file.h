// SPDX-License-Identifier: Apache-2.0
// The files below targets/, compiled into the program: descriptions, linker scripts, start-up code, test harness.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

struct EmbeddedFile {
    std::string_view path; ///< below targets/
    std::string_view contents;
};

/// All of them, sorted by path.
const std::vector<EmbeddedFile>& embedded_files();

/// The text of the file at `path`; empty when there is none.
std::optional<std::string_view> embedded_file(std::string_view path);

} // namespace thimble

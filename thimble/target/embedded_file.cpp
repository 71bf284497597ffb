// SPDX-License-Identifier: Apache-2.0
#include "thimble/target/embedded_file.h"

#include <algorithm>

namespace thimble {

std::optional<std::string_view> embedded_file(std::string_view path) {
    const std::vector<EmbeddedFile>& files = embedded_files();
    const auto found =
        std::find_if(files.begin(), files.end(), [path](const EmbeddedFile& file) { return file.path == path; });
    return found == files.end() ? std::nullopt : std::optional(found->contents);
}

} // namespace thimble

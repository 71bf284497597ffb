// SPDX-License-Identifier: Apache-2.0
// Text with named gaps. Generated files are easier to read as one text than as a chain of prints.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace thimble {

using TextValues = std::map<std::string, std::string, std::less<>>;

/// `text` with every `@name@` replaced by its value. A gap's name consists of letters, digits and underscores; other @
/// stay. Errors: InternalError for a name without a value.
std::string fill_template(std::string_view text, const TextValues& values);

} // namespace thimble

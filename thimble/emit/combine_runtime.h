// SPDX-License-Identifier: Apache-2.0
// Makes one header of the runtime headers that a library uses.
#pragma once

#include "thimble/emit/runtime_files.h"

#include <string>
#include <vector>

namespace thimble {

/// The text of `headers` (paths as in an #include) and all that they include from `files`, each once and
/// after what it includes. System headers included unconditionally move to the top, sorted; those
/// inside #if stay. Licence tags and include guards are reduced to one.
/// Errors: InternalError for a header that is not among `files`, or that includes itself.
std::string combine_runtime(const std::vector<RuntimeFile>& files, const std::vector<std::string>& headers);

} // namespace thimble

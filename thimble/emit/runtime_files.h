// SPDX-License-Identifier: Apache-2.0
// The headers of the device runtime, compiled into the program as text.
#pragma once

#include <string_view>
#include <vector>

namespace thimble {

struct RuntimeFile {
    std::string_view path; ///< as in an #include: `thimblert/kernels/conv2d.h`
    std::string_view contents;
};

/// All of them, sorted by path.
const std::vector<RuntimeFile>& runtime_files();

} // namespace thimble

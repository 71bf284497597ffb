// SPDX-License-Identifier: Apache-2.0
// The emitted C++ library as text, before it is written to a folder.
#pragma once

#include <string>
#include <vector>

namespace thimble {

struct EmittedFile {
    std::string path; ///< relative to the library's folder
    std::string contents;
};

struct EmittedLibrary {
    std::string model_name; ///< C identifier; prefix of all public symbols
    std::vector<EmittedFile> files;
};

} // namespace thimble

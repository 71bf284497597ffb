// SPDX-License-Identifier: Apache-2.0
// The reference models with golden vectors that lie outside the repository, when they are there.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace thimble {

/// Folder of a golden model: THIMBLE_DATA/golden/<name>, by default ../shared/golden/<name>.
inline std::filesystem::path golden_folder(const std::string& name) {
    const char* data = std::getenv("THIMBLE_DATA");
    const std::filesystem::path root = data != nullptr ? data : THIMBLE_SOURCE_DIR "/../shared";
    return root / "golden" / name;
}

inline std::filesystem::path golden_model(const std::string& name) {
    return golden_folder(name) / (name + ".tflite");
}

} // namespace thimble

/// Skips a test by name when the golden model `name` is absent.
#define THIMBLE_REQUIRE_GOLDEN(name)                                                                                   \
    if (!std::filesystem::exists(thimble::golden_model(name))) {                                                       \
        GTEST_SKIP() << thimble::golden_model(name).string() << " is not there";                                       \
    }

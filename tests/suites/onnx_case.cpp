// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/onnx_case.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/emulate/scratch_folder.h"
#include "thimble/emulate/subprocess.h"

#include <algorithm>
#include <cstdlib>

namespace thimble::suites {
namespace {

namespace fs = std::filesystem;

/// What tells an archive from another of the same name.
std::string stamp_of(const fs::path& archive) {
    return fmt::format("{} {}", fs::file_size(archive), fs::last_write_time(archive).time_since_epoch().count());
}

void unpack(const fs::path& archive, const fs::path& scratch) {
    const fs::path stamp_file = scratch / (archive.filename().string() + ".stamp");
    const std::string stamp = stamp_of(archive);
    if (fs::exists(stamp_file) && read_file(stamp_file) == stamp) {
        return;
    }
    const Command command = {
        .arguments = {"tar", "-xzf", archive.string(), "-C", scratch.string()},
        .working_directory = {},
        .timeout = std::chrono::minutes(2)};
    const CommandResult result = run_command(command);
    if (result.exit_status != 0) {
        throw EnvironmentError("E0614", to_string(command) + ": " + result.error_output);
    }
    write_file(stamp_file, stamp);
}

} // namespace

std::vector<fs::path> OnnxCase::tensors(const std::string& stem) const {
    std::vector<fs::path> files;
    for (;;) {
        const fs::path file = folder / "test_data_set_0" / fmt::format("{}_{}.pb", stem, files.size());
        if (!fs::exists(file)) {
            return files;
        }
        files.push_back(file);
    }
}

fs::path suites_folder() {
    const char* given = std::getenv("THIMBLE_DATA");
    const fs::path data = given != nullptr ? fs::path(given) : fs::path(THIMBLE_SOURCE_DIR) / ".." / "shared";
    return data / "models" / "onnx-node-tests";
}

std::vector<OnnxCase> unpack_cases(const fs::path& folder, const fs::path& scratch) {
    fs::create_directories(scratch);
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().ends_with(".tar.gz")) {
            unpack(entry.path(), scratch);
        }
    }
    std::vector<OnnxCase> cases;
    for (const auto& suite : fs::directory_iterator(scratch)) {
        if (!suite.is_directory()) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(suite)) {
            if (fs::exists(entry.path() / "model.onnx")) {
                const std::string name = entry.path().filename().string();
                cases.push_back({suite.path().filename().string() + "/" + name, entry.path()});
            }
        }
    }
    std::sort(cases.begin(), cases.end(), [](const OnnxCase& a, const OnnxCase& b) { return a.name < b.name; });
    return cases;
}

} // namespace thimble::suites

// SPDX-License-Identifier: Apache-2.0
#include "tests/apps/program_run.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/wait.h>

namespace thimble {
namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

} // namespace

ProgramRun run_thimble(const std::string& arguments, const std::string& environment) {
    std::string pattern = (std::filesystem::temp_directory_path() / "thimble-cli-XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(pattern.data());
    const std::string command = environment + " " THIMBLE_BINARY_DIR "/thimble " + arguments + " >" +
                                (folder / "out").string() + " 2>" + (folder / "err").string() + " </dev/null";
    ProgramRun run;
    run.status = WEXITSTATUS(std::system(command.c_str()));
    run.output = contents(folder / "out");
    run.errors = contents(folder / "err");
    std::filesystem::remove_all(folder);
    return run;
}

std::string digits_model() {
    return THIMBLE_SOURCE_DIR "/examples/digits/digits.tflite";
}

} // namespace thimble

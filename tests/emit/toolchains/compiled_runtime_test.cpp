// SPDX-License-Identifier: Apache-2.0
// Each runtime header, combined with what it includes, is a complete file: what an emitted library gets when
// it uses this one only.
#include "tests/emit/toolchains/scratch_library.h"
#include "thimble/emit/combine_runtime.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(CompiledRuntime, EveryHeaderIncludesWhatItUses) {
    EmittedLibrary headers;
    headers.model_name = "headers";
    for (const RuntimeFile& file : runtime_files()) {
        std::string name(file.path);
        std::replace(name.begin(), name.end(), '/', '_');
        headers.files.push_back({name, combine_runtime(runtime_files(), {std::string(file.path)})});
        headers.files.push_back({name + ".cpp", "#include \"" + name + "\"\n"});
    }
    const ScratchLibrary library(headers);
    const CommandOutcome outcome = library.run("g++ -std=c++14 -Wall -Wextra -Werror -fsyntax-only headers/*.cpp");
    EXPECT_EQ(outcome.exit_status, 0) << outcome.output;
}

} // namespace
} // namespace thimble

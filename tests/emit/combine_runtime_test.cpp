// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/emit/combine_runtime.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace thimble {
namespace {

const std::vector<RuntimeFile> small_runtime = {
    {"rt/base.h", "// SPDX-License-Identifier: Apache-2.0\n// Base.\n#pragma once\n\n#include <stdint.h>\nint base;\n"},
    {"rt/left.h", "#pragma once\n#include \"rt/base.h\"\n#include <math.h>\nint left;\n"},
    {"rt/right.h",
     "#pragma once\n#include \"rt/base.h\"\n\n#if defined(ARM)\n#include <arm_acle.h>\n#endif\nint right;\n"},
    {"rt/unused.h", "int unused;\n"},
    {"rt/circle.h", "#include \"rt/circle.h\"\n"},
    {"rt/broken.h", "#include \"rt/absent.h\"\n"},
};

TEST(CombineRuntime, PutsEachHeaderOnceAfterWhatItIncludes) {
    EXPECT_EQ(
        combine_runtime(small_runtime, {"rt/left.h", "rt/right.h"}),
        "// SPDX-License-Identifier: Apache-2.0\n"
        "// The parts of the Thimble device runtime that this model uses.\n"
        "#pragma once\n\n"
        "#include <math.h>\n#include <stdint.h>\n"
        "\n// rt/base.h\n// Base.\n\nint base;\n"
        "\n// rt/left.h\nint left;\n"
        "\n// rt/right.h\n#if defined(ARM)\n#include <arm_acle.h>\n#endif\nint right;\n"
    );
}

TEST(CombineRuntime, RejectsACircle) {
    EXPECT_THROW(combine_runtime(small_runtime, {"rt/circle.h"}), InternalError);
}

TEST(CombineRuntime, RejectsAHeaderThatDoesNotExist) {
    EXPECT_THROW(combine_runtime(small_runtime, {"rt/broken.h"}), InternalError);
    EXPECT_THROW(combine_runtime(small_runtime, {"rt/nothing.h"}), InternalError);
}

TEST(RuntimeFiles, AreSortedAndComplete) {
    const std::vector<RuntimeFile>& files = runtime_files();
    ASSERT_FALSE(files.empty());
    EXPECT_TRUE(std::is_sorted(files.begin(), files.end(), [](const RuntimeFile& left, const RuntimeFile& right) {
        return left.path < right.path;
    }));
    for (const RuntimeFile& file : files) {
        EXPECT_TRUE(file.path.starts_with("thimblert/")) << file.path;
        EXPECT_NO_THROW(combine_runtime(files, {std::string(file.path)})) << file.path;
    }
}

TEST(RuntimeFiles, IncludeNothingButEachOtherAndCHeaders) {
    // The C++ wrappers are missing where no C++ library is installed, as on Debian's RISC-V compiler.
    for (const RuntimeFile& file : runtime_files()) {
        EXPECT_EQ(file.contents.find("#include <c"), std::string_view::npos) << file.path;
    }
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The emitted CMakeLists.txt: alone, as a subdirectory, installed and found, and with a bare-metal compiler.
#include "tests/emit/sample_program.h"
#include "tests/emit/toolchains/scratch_library.h"
#include "thimble/plan/plan_memory.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

EmittedLibrary sample_library() {
    Program program = sample_program(SampleOutputs::int8_only);
    plan_memory(program);
    return emit_library(program, sample_options(SampleOutputs::int8_only));
}

constexpr const char* consumer_main = "#include \"tiny.h\"\nint main(void) { return tiny_selftest(); }\n";

class CMakePackage : public testing::Test {
protected:
    void SetUp() override {
        if (!has_program("cmake")) {
            GTEST_SKIP() << "cmake is not installed";
        }
    }

    void expect_success(const std::string& command) const {
        const CommandOutcome outcome = library_.run(command);
        EXPECT_EQ(outcome.exit_status, 0) << command << "\n" << outcome.output;
    }

    ScratchLibrary library_{sample_library()};
};

TEST_F(CMakePackage, InstallsAPackageThatFindPackageFinds) {
    library_.write("consumer/main.c", consumer_main);
    library_.write(
        "consumer/CMakeLists.txt", "cmake_minimum_required(VERSION 3.16)\nproject(consumer LANGUAGES C CXX)\n"
                                   "find_package(tiny REQUIRED)\nadd_executable(main main.c)\n"
                                   "target_link_libraries(main PRIVATE tiny::tiny)\n"
    );
    expect_success("cmake -S tiny -B build && cmake --build build && cmake --install build --prefix installed");
    expect_success(
        "cmake -S consumer -B consumer/build -DCMAKE_PREFIX_PATH=$PWD/installed && cmake --build consumer/build "
        "&& consumer/build/main"
    );
}

TEST_F(CMakePackage, WorksAsASubdirectory) {
    library_.write(
        "CMakeLists.txt", "cmake_minimum_required(VERSION 3.16)\nproject(firmware LANGUAGES C CXX)\n"
                          "add_subdirectory(tiny)\nadd_executable(main main.c)\n"
                          "target_link_libraries(main PRIVATE tiny::tiny)\n"
    );
    library_.write("main.c", consumer_main);
    expect_success("cmake -S . -B build && cmake --build build && build/main");
}

TEST_F(CMakePackage, BuildsWithABareMetalCompiler) {
    if (!has_program("arm-none-eabi-g++")) {
        GTEST_SKIP() << "arm-none-eabi-g++ is not installed";
    }
    expect_success("cmake -S tiny -B build -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_SYSTEM_PROCESSOR=arm "
                   "-DCMAKE_CXX_COMPILER=arm-none-eabi-g++ '-DCMAKE_CXX_FLAGS=-mcpu=cortex-m0 -mthumb' "
                   "&& cmake --build build && arm-none-eabi-nm build/libtiny.a | grep -q 'T tiny_run'");
}

} // namespace
} // namespace thimble

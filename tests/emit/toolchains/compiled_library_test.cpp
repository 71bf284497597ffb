// SPDX-License-Identifier: Apache-2.0
// The emitted library through every compiler that is installed, with warnings as errors, and run where that is
// possible. Cases of compilers that are absent are skipped by name.
#include "tests/emit/sample_program.h"
#include "tests/emit/toolchains/scratch_library.h"
#include "thimble/emit/runtime_files.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/plan/plan_verifier.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace thimble {
namespace {

const std::string warnings = " -std=c++14 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fno-exceptions "
                             "-fno-rtti -fno-threadsafe-statics";

struct Toolchain {
    std::string name;
    std::string compiler;
    std::string flags;
    std::string nm;
    std::string runner; ///< how to start a program made by it; empty where that takes an emulated board
};

void PrintTo(const Toolchain& toolchain, std::ostream* stream) {
    *stream << toolchain.name;
}

const std::vector<Toolchain> toolchains = {
    {"gcc", "g++", "", "nm", " "},
    {"clang", "clang++", "", "nm", " "},
    {"cortex_m0", "arm-none-eabi-g++", "-mcpu=cortex-m0 -mthumb", "arm-none-eabi-nm", ""},
    {"cortex_m4", "arm-none-eabi-g++", "-mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16", "arm-none-eabi-nm",
     ""},
    {"rv32imc", "riscv64-unknown-elf-g++", "-march=rv32imc -mabi=ilp32 --specs=picolibc.specs",
     "riscv64-unknown-elf-nm", ""},
    {"aarch64", "aarch64-linux-gnu-g++", "-static", "aarch64-linux-gnu-nm", "qemu-aarch64 "},
};

EmittedLibrary
sample_library(SampleOutputs outputs, Optimize optimize = Optimize::balanced, const std::string& kernel_folder = "") {
    Program program = sample_program(outputs, kernel_folder);
    const Program given = program;
    plan_memory(program);
    verify_plan(program, given);
    EmitOptions options = sample_options(outputs);
    options.optimize = optimize;
    return emit_library(program, options);
}

constexpr const char* cpp_main = R"(#include "tiny.h"
#include <stdio.h>
int main() {
    const int result = tiny_selftest();
    printf("self-test %d\n", result);
    return result;
}
)";

class CompiledLibrary : public testing::TestWithParam<Toolchain> {
protected:
    void SetUp() override {
        if (!has_program(GetParam().compiler)) {
            GTEST_SKIP() << GetParam().compiler << " is not installed";
        }
    }

    std::string compile_command(const std::string& more_flags = "-O2") const {
        return GetParam().compiler + " " + GetParam().flags + warnings + " " + more_flags + " -c tiny/*.cpp";
    }

    void expect_compiles(const ScratchLibrary& library, const std::string& more_flags = "-O2") const {
        const CommandOutcome outcome = library.run(compile_command(more_flags));
        EXPECT_EQ(outcome.exit_status, 0) << outcome.output;
    }

    bool can_run() const {
        const std::string& runner = GetParam().runner;
        return !runner.empty() && (runner == " " || has_program(runner));
    }

    void expect_self_test_passes(const ScratchLibrary& library) const {
        library.write("main.cpp", cpp_main);
        const CommandOutcome linked = library.run(
            GetParam().compiler + " " + GetParam().flags + warnings + " -O2 -Itiny main.cpp tiny/*.cpp -o main"
        );
        ASSERT_EQ(linked.exit_status, 0) << linked.output;
        const CommandOutcome outcome = library.run(GetParam().runner + "./main");
        EXPECT_EQ(outcome.output, "self-test 0\n");
        EXPECT_EQ(outcome.exit_status, 0);
    }
};

TEST_P(CompiledLibrary, CompilesWithoutWarnings) {
    for (const SampleOutputs outputs : {SampleOutputs::int8_only, SampleOutputs::int8_and_float}) {
        const ScratchLibrary library(sample_library(outputs));
        expect_compiles(library, "-O2");
        expect_compiles(library, "-Os");
        expect_compiles(library, "-O0 -DTHIMBLE_PROFILE");
    }
}

TEST_P(CompiledLibrary, CompilesSpecialised) {
    const ScratchLibrary library(sample_library(SampleOutputs::int8_and_float, Optimize::speed));
    expect_compiles(library, "-O2");
}

TEST_P(CompiledLibrary, CompilesKernelsOfAnotherCore) {
    const std::vector<RuntimeFile>& files = runtime_files();
    if (std::none_of(files.begin(), files.end(), [](const RuntimeFile& file) {
            return file.path == "thimblert/kernels/armv7em/fully_connected.h";
        })) {
        GTEST_SKIP() << "the runtime has no armv7em/fully_connected.h";
    }
    const ScratchLibrary library(sample_library(SampleOutputs::int8_only, Optimize::balanced, "armv7em/"));
    expect_compiles(library, "-O2");
    if (can_run()) {
        expect_self_test_passes(library);
    }
}

TEST_P(CompiledLibrary, CompilesWithInputsOfTheCaller) {
    Program program = sample_program(SampleOutputs::int8_only);
    for (const Port& port : program.inputs) {
        program.buffers[port.buffer].memory = BufferMemory::caller;
    }
    plan_memory(program);
    const ScratchLibrary library(emit_library(program, sample_options(SampleOutputs::int8_only)));
    expect_compiles(library, "-O2");
}

TEST_P(CompiledLibrary, NeedsNoHeapAndNoCppRuntime) {
    const ScratchLibrary library(sample_library(SampleOutputs::int8_and_float));
    expect_compiles(library);
    const CommandOutcome undefined = library.run(GetParam().nm + " -u *.o");
    ASSERT_EQ(undefined.exit_status, 0) << undefined.output;
    for (const char* forbidden : {"malloc", "free", "_Zn", "_Zd", "__cxa_", "__gxx", "_Unwind", "printf", "abort"}) {
        EXPECT_EQ(undefined.output.find(forbidden), std::string::npos) << forbidden << " in\n" << undefined.output;
    }
}

TEST_P(CompiledLibrary, KeepsWeightsReadOnlyAndStateOutside) {
    const ScratchLibrary library(sample_library(SampleOutputs::int8_only));
    expect_compiles(library);
    const CommandOutcome weights = library.run(GetParam().nm + " --defined-only tiny_weights.o");
    EXPECT_NE(weights.output.find(" R _ZN9tiny_data13dense_weightsE"), std::string::npos) << weights.output;
    for (const char* writable : {" D ", " d ", " B ", " b ", " G ", " S "}) {
        EXPECT_EQ(weights.output.find(writable), std::string::npos) << weights.output;
    }
    const CommandOutcome code = library.run(GetParam().nm + " --defined-only tiny.o");
    for (const char* writable : {" D ", " d ", " B ", " b ", " G ", " S ", "_GLOBAL__sub_I"}) {
        EXPECT_EQ(code.output.find(writable), std::string::npos) << code.output;
    }
}

TEST_P(CompiledLibrary, MarksAreLabelsOnlyWhereProfiled) {
    const ScratchLibrary library(sample_library(SampleOutputs::int8_only));
    expect_compiles(library, "-O2 -DTHIMBLE_PROFILE");
    const std::string profiled = library.run(GetParam().nm + " tiny.o").output;
    for (const char* mark :
         {"T thimble_mark_0", "T thimble_mark_1", "T thimble_mark_2", "T thimble_mark_4", "T thimble_mark_end"}) {
        EXPECT_NE(profiled.find(mark), std::string::npos) << mark << " in\n" << profiled;
    }
    expect_compiles(library);
    EXPECT_EQ(library.run(GetParam().nm + " tiny.o").output.find("thimble_mark"), std::string::npos);
}

/// Programs for bare-metal cores run on emulated boards, in the tests of thimble/emulate and thimble/driver.
class RunnableLibrary : public CompiledLibrary {};

TEST_P(RunnableLibrary, PassesItsSelfTest) {
    if (!can_run()) {
        GTEST_SKIP() << GetParam().runner << " is not installed";
    }
    for (const Optimize optimize : {Optimize::balanced, Optimize::speed}) {
        expect_self_test_passes(ScratchLibrary(sample_library(SampleOutputs::int8_and_float, optimize)));
    }
}

std::vector<Toolchain> runnable_toolchains() {
    std::vector<Toolchain> runnable = toolchains;
    std::erase_if(runnable, [](const Toolchain& toolchain) { return toolchain.runner.empty(); });
    return runnable;
}

std::string toolchain_name(const testing::TestParamInfo<Toolchain>& toolchain) {
    return toolchain.param.name;
}

INSTANTIATE_TEST_SUITE_P(Compilers, CompiledLibrary, testing::ValuesIn(toolchains), toolchain_name);
INSTANTIATE_TEST_SUITE_P(Compilers, RunnableLibrary, testing::ValuesIn(runnable_toolchains()), toolchain_name);

TEST(SelfTest, NamesTheFirstVectorThatFails) {
    Program program = sample_program(SampleOutputs::int8_and_float);
    plan_memory(program);
    EmitOptions options = sample_options(SampleOutputs::int8_and_float);
    options.self_test.expected_outputs[1][6] ^= std::byte{0x40}; // in the first float
    const ScratchLibrary library(emit_library(program, options));
    library.write("main.cpp", cpp_main);
    const CommandOutcome linked = library.run("g++" + warnings + " -Itiny main.cpp tiny/*.cpp -o main");
    ASSERT_EQ(linked.exit_status, 0) << linked.output;
    EXPECT_EQ(library.run("./main").output, "self-test 2\n");
}

TEST(SelfTest, AcceptsRoundingDifferencesOfFloatsOnly) {
    Program program = sample_program(SampleOutputs::int8_and_float);
    plan_memory(program);
    EmitOptions options = sample_options(SampleOutputs::int8_and_float);
    options.self_test.expected_outputs[0][4] ^= std::byte{0x01}; // last bit of the first float
    const ScratchLibrary close(emit_library(program, options));
    close.write("main.cpp", cpp_main);
    ASSERT_EQ(close.run("g++ -Itiny main.cpp tiny/*.cpp -o main").exit_status, 0);
    EXPECT_EQ(close.run("./main").output, "self-test 0\n");
    options.self_test.expected_outputs[0][0] ^= std::byte{0x01}; // last bit of an int8
    const ScratchLibrary off(emit_library(program, options));
    off.write("main.cpp", cpp_main);
    ASSERT_EQ(off.run("g++ -Itiny main.cpp tiny/*.cpp -o main").exit_status, 0);
    EXPECT_EQ(off.run("./main").output, "self-test 1\n");
}

constexpr const char* c_main = R"(#include "tiny.h"
#include <stdio.h>
static uint8_t arena[2][TINY_ARENA_BYTES] __attribute__((aligned(16)));
static const int shape[] = TINY_INPUT_0_SHAPE;
#define EXPECT(condition) if (!(condition)) { printf("line %d\n", __LINE__); return 1; }
int main(void) {
    tiny_model one = {0}, two;
    int i;
    EXPECT(tiny_run(&one) == tiny_not_initialized);
    EXPECT(tiny_run(NULL) == tiny_not_initialized);
    EXPECT(tiny_input(&one, 0) == NULL);
    EXPECT(tiny_init(NULL, arena[0], sizeof arena[0]) == tiny_not_initialized);
    EXPECT(tiny_init(&one, NULL, sizeof arena[0]) == tiny_arena_too_small);
    EXPECT(tiny_init(&one, arena[0], sizeof arena[0] - 1) == tiny_arena_too_small);
    EXPECT(tiny_init(&one, arena[0] + 1, TINY_ARENA_BYTES) == tiny_arena_misaligned);
    EXPECT(tiny_run(&one) == tiny_not_initialized);
    EXPECT(tiny_init(&one, arena[0], sizeof arena[0]) == tiny_ok);
    EXPECT(tiny_init(&two, arena[1], sizeof arena[1]) == tiny_ok);
    EXPECT(tiny_input(&one, -1) == NULL && tiny_input(&one, TINY_INPUT_COUNT) == NULL);
    EXPECT(tiny_output(&one, TINY_OUTPUT_COUNT) == NULL);
    EXPECT(shape[0] * shape[1] == TINY_INPUT_0_ELEMENTS);
    for (i = 0; i < TINY_INPUT_0_ELEMENTS; ++i) {
        tiny_input(&one, 0)[i] = (TINY_INPUT_0_TYPE)(3 * i - 11);
        tiny_input(&two, 0)[i] = (int8_t)(3 * i - 11);
    }
    EXPECT(tiny_run(&one) == tiny_ok && tiny_run(&two) == tiny_ok);
    for (i = 0; i < TINY_OUTPUT_0_BYTES; ++i) {
        EXPECT(tiny_output(&one, 0)[i] == tiny_output(&two, 0)[i]);
    }
    EXPECT(tiny_selftest_with(&one) == 0);
    EXPECT(TINY_OUTPUT_0_SCALE > 0.09f && TINY_OUTPUT_0_ZERO_POINT == -7);
    return tiny_selftest();
}
)";

TEST(CInterface, WorksFromPlainC99) {
    if (!has_program("gcc")) {
        GTEST_SKIP() << "gcc is not installed";
    }
    const ScratchLibrary library(sample_library(SampleOutputs::int8_only));
    library.write("main.c", c_main);
    const CommandOutcome outcome = library.run(
        "g++ -c -O1" + warnings +
        " tiny/*.cpp && gcc -std=c99 -Wall -Wextra -Wpedantic -Wconversion "
        "-Wshadow -Werror -Itiny main.c *.o -lm -o main && ./main"
    );
    EXPECT_EQ(outcome.exit_status, 0) << outcome.output;
}

TEST(CInterface, RunsCleanUnderSanitizers) {
    const ScratchLibrary library(sample_library(SampleOutputs::int8_and_float));
    library.write("main.cpp", cpp_main);
    const CommandOutcome outcome = library.run("g++ -g -fsanitize=address,undefined -fno-sanitize-recover=all -Itiny "
                                               "main.cpp tiny/*.cpp -o main && ./main");
    EXPECT_EQ(outcome.output, "self-test 0\n");
}

TEST(Readme, SnippetCompiles) {
    for (const SampleOutputs outputs : {SampleOutputs::int8_only, SampleOutputs::int8_and_float}) {
        const EmittedLibrary emitted = sample_library(outputs);
        const auto readme = std::find_if(emitted.files.begin(), emitted.files.end(), [](const EmittedFile& file) {
            return file.path == "README.md";
        });
        ASSERT_NE(readme, emitted.files.end());
        const std::string fence = "```cpp\n#include \"tiny.h\"\n";
        const std::size_t begin = readme->contents.find(fence);
        ASSERT_NE(begin, std::string::npos);
        const std::size_t end = readme->contents.find("```", begin + fence.size());
        const std::string snippet = readme->contents.substr(begin + fence.size(), end - begin - fence.size());
        const ScratchLibrary library(emitted);
        library.write(
            "main.cpp",
            "#include \"tiny.h\"\nint main() {\n" + snippet + "return output_0 == nullptr || input_0 == nullptr;\n}\n"
        );
        const CommandOutcome outcome = library.run("g++ -Itiny main.cpp tiny/*.cpp -o main && ./main");
        EXPECT_EQ(outcome.exit_status, 0) << outcome.output;
    }
}

TEST(WeightsSection, IsTheUsersChoice) {
    const ScratchLibrary library(sample_library(SampleOutputs::int8_only));
    const CommandOutcome outcome = library.run(
        "g++" + warnings +
        " -c tiny/tiny_weights.cpp '-DTINY_WEIGHTS_SECTION=__attribute__((section(\".external\")))' && "
        "objdump -h tiny_weights.o"
    );
    EXPECT_EQ(outcome.exit_status, 0) << outcome.output;
    EXPECT_NE(outcome.output.find(".external"), std::string::npos) << outcome.output;
}

} // namespace
} // namespace thimble

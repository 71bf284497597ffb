// SPDX-License-Identifier: Apache-2.0
#include "tests/emulate/tiny_library.h"
#include "thimble/core/error.h"
#include "thimble/emulate/firmware.h"
#include "thimble/emulate/run_firmware.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace thimble {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

// The tiny library with one change in its main source.
EmittedLibrary changed_library(const std::string& from, const std::string& to) {
    EmittedLibrary library = tiny_library();
    library.files[3].contents = replaced(tiny_source, from, to);
    return library;
}

class FirmwareOnTarget : public testing::TestWithParam<const char*> {};

TEST_P(FirmwareOnTarget, ComputesEveryVector) {
    const Target target = load_target(GetParam());
    const Firmware firmware = build_firmware(tiny_library(), target);
    const FirmwareRun run = run_firmware(firmware, target, {tiny_input(-8), tiny_input(3), tiny_input(40)});
    ASSERT_EQ(run.outputs.size(), 3u);
    EXPECT_EQ(run.outputs[0], tiny_output(-8));
    EXPECT_EQ(run.outputs[1], tiny_output(3));
    EXPECT_EQ(run.outputs[2], tiny_output(40));
}

TEST_P(FirmwareOnTarget, MeasuresTheStackOfTheModel) {
    const Target target = load_target(GetParam());
    const Firmware firmware = build_firmware(tiny_library(), target);
    // The first layer keeps 64 bytes on the stack.
    const std::uint64_t stack_bytes = run_firmware(firmware, target, {tiny_input(0)}).stack_bytes;
    EXPECT_GE(stack_bytes, 64u);
    EXPECT_LE(stack_bytes, 256u);
    const Firmware deeper = build_firmware(changed_library("copy[64]", "copy[1088]"), target);
    EXPECT_EQ(run_firmware(deeper, target, {tiny_input(0)}).stack_bytes, stack_bytes + 1024);
}

TEST_P(FirmwareOnTarget, KeepsWeightsCodeAndHarnessApart) {
    const FirmwareSizes sizes = build_firmware(tiny_library(), load_target(GetParam())).sizes;
    EXPECT_EQ(sizes.arena_bytes, 48u);
    EXPECT_GE(sizes.flash_weight_bytes, 16u);
    EXPECT_LE(sizes.flash_weight_bytes, 32u);
    EXPECT_GT(sizes.flash_code_bytes, 50u);
    EXPECT_LT(sizes.flash_code_bytes, 1500u);
    EXPECT_GT(sizes.flash_harness_bytes, 200u);
    EXPECT_EQ(sizes.library_data_bytes, 0u);
}

TEST_P(FirmwareOnTarget, ReportsAnErrorOfTheModel) {
    const Target target = load_target(GetParam());
    const Firmware firmware = build_firmware(changed_library("size >= 48", "size >= 49"), target);
    try {
        run_firmware(firmware, target, {tiny_input(0)});
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0616");
        EXPECT_NE(std::string(error.what()).find("the model returned an error (model status 1)"), std::string::npos);
    }
}

TEST_P(FirmwareOnTarget, StopsAnEndlessRunWhenTheTimeIsUp) {
    const Target target = load_target(GetParam());
    const Firmware firmware = build_firmware(changed_library("MARK(1);", "for (;;) { __asm volatile(\"\"); }"), target);
    RunOptions options;
    options.timeout = std::chrono::milliseconds(500);
    try {
        run_firmware(firmware, target, {tiny_input(0)}, options);
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0615");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Targets, FirmwareOnTarget,
    testing::Values(
        "host", "cortex-m0", "microbit", "cortex-m3", "cortex-m4", "nano33ble", "cortex-m7", "cortex-m33", "cortex-m55",
        "rv32imc", "aarch64"
    ),
    [](const auto& information) {
        std::string name = information.param;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    }
);

TEST(Firmware, CountsWhatIsPulledFromLibcForTheLibrary) {
    const Target target = load_target("cortex-m4");
    const FirmwareSizes plain = build_firmware(tiny_library(), target).sizes;
    const FirmwareSizes with_memcpy =
        build_firmware(
            changed_library("MARK(end);", "memmove(memory, memory + 32, memory[0] & 15); MARK(end);"), target
        )
            .sizes;
    EXPECT_GT(with_memcpy.flash_code_bytes, plain.flash_code_bytes + 30);
    EXPECT_EQ(with_memcpy.flash_harness_bytes, plain.flash_harness_bytes);
}

// What becomes of an inference in which the core meets an instruction that does not exist.
std::string fault_message(const char* target_name, const std::string& instruction) {
    const Target target = load_target(target_name);
    const Firmware firmware =
        build_firmware(changed_library("MARK(1);", "__asm volatile(\"" + instruction + "\");"), target);
    try {
        run_firmware(firmware, target, {tiny_input(0)});
    } catch (const EnvironmentError& error) {
        return error.what();
    }
    return "no error";
}

TEST(Firmware, ReportsAFaultOfTheCore) {
    for (const char* name : {"cortex-m3", "cortex-m4", "cortex-m33", "cortex-m55"}) {
        EXPECT_EQ(fault_message(name, "udf #0"), std::string("tiny failed on ") + name + ": the core took a fault");
    }
    EXPECT_EQ(fault_message("rv32imc", "unimp"), "tiny failed on rv32imc: the core took a fault");
    EXPECT_EQ(
        fault_message("aarch64", "udf #0"),
        "tiny failed on aarch64: the program was killed for an instruction that does not exist"
    );
}

// picolibc keeps errno there.
TEST(Firmware, ThreadLocalVariablesStartWithTheirValuesOnRiscv) {
    const Target target = load_target("rv32imc");
    const EmittedLibrary library = changed_library(
        "MARK(1);", "static __thread volatile int seven = 7; static __thread volatile int zero;\n"
                    "    memory[16] = static_cast<int8_t>(seven + zero); seven = 8; zero = 2; MARK(1);"
    );
    const Firmware firmware = build_firmware(library, target);
    EXPECT_EQ(firmware.sizes.library_data_bytes, 16u); // each filled up to eight bytes
    const FirmwareRun run = run_firmware(firmware, target, {tiny_input(0), tiny_input(0)});
    EXPECT_EQ(run.outputs.at(0).at(0), std::byte{8});
    EXPECT_EQ(run.outputs.at(1).at(0), std::byte{11});
}

TEST(Firmware, TheSystemsLibraryIsNotCountedForTheModel) {
    const FirmwareSizes sizes = build_firmware(tiny_library(), load_target("aarch64")).sizes;
    EXPECT_LT(sizes.flash_code_bytes, 1500u);
    EXPECT_GT(sizes.flash_harness_bytes, 100000u);
}

TEST(Firmware, NamesBothMemoriesWhenItDoesNotFit) {
    EmittedLibrary library = changed_library("#include \"tiny.h\"", "#include \"tiny.h\"\n");
    library.files[0].contents = replaced(tiny_header, "TINY_ARENA_BYTES 48", "TINY_ARENA_BYTES 55000");
    try {
        build_firmware(library, load_target("microbit"));
        FAIL();
    } catch (const CapacityError& error) {
        EXPECT_EQ(error.code(), "E0510");
        EXPECT_STREQ(error.what(), "tiny does not fit microbit");
        ASSERT_EQ(error.notes().size(), 2u);
        EXPECT_TRUE(error.notes()[0].starts_with("RAM: needs 56,")) << error.notes()[0];
        EXPECT_NE(error.notes()[0].find("has 16,384, 3"), std::string::npos) << error.notes()[0];
        EXPECT_NE(error.notes()[0].find("too many (arena 55,000 + model 4"), std::string::npos) << error.notes()[0];
        EXPECT_NE(error.notes()[1].find("has 262,144, fits"), std::string::npos) << error.notes()[1];
    }
}

TEST(Firmware, NamesTheFlashWhenWeightsAreTooLarge) {
    EmittedLibrary library = tiny_library();
    library.files[2].contents = "#include \"tiny_weights.h\"\nextern const int8_t tiny_weights[300000] = {2, 2};\n";
    library.files[1].contents = "#pragma once\n#include <stdint.h>\nextern const int8_t tiny_weights[300000];\n";
    try {
        build_firmware(library, load_target("microbit"));
        FAIL();
    } catch (const CapacityError& error) {
        EXPECT_NE(error.notes()[0].find("fits"), std::string::npos) << error.notes()[0];
        EXPECT_TRUE(error.notes()[1].starts_with("flash: needs 30")) << error.notes()[1];
    }
}

TEST(Firmware, ChecksTheMeasuredStackToo) {
    Target target = load_target("cortex-m4");
    const Firmware firmware = build_firmware(changed_library("copy[64]", "copy[9000]"), target);
    target.ram_bytes = 9000;
    EXPECT_THROW(run_firmware(firmware, target, {tiny_input(0)}), CapacityError);
}

TEST(Firmware, NoticesAStackThatOverrunsItsMemory) {
    // 16 KiB of RAM, half of it arena, and a frame that reaches into the arena.
    const Target target = load_target("microbit");
    EmittedLibrary library =
        changed_library("copy[64];", "copy[10000];\n    for (int i = 0; i < 10000; ++i) { copy[i] = 1; }");
    library.files[0].contents = replaced(tiny_header, "TINY_ARENA_BYTES 48", "TINY_ARENA_BYTES 8000");
    const Firmware firmware = build_firmware(library, target);
    try {
        run_firmware(firmware, target, {tiny_input(0)});
        FAIL();
    } catch (const CapacityError& error) {
        EXPECT_EQ(error.code(), "E0511");
    }
}

TEST(Firmware, SixtyFourBitDivisionPullsNoStackUnwinder) {
    const EmittedLibrary library = changed_library(
        "MARK(1);",
        "volatile int64_t wide = memory[0]; memory[1] = static_cast<int8_t>(wide / (memory[2] | 1)); MARK(1);"
    );
    EXPECT_LT(build_firmware(library, load_target("cortex-m0")).sizes.flash_code_bytes, 2500u);
}

TEST(Firmware, RefusesVectorsOfTheWrongLength) {
    const Target target = load_target("host");
    const Firmware firmware = build_firmware(tiny_library(), target);
    std::vector<std::byte> half = tiny_input(0);
    half.resize(8);
    EXPECT_THROW(run_firmware(firmware, target, {half}), OptionError);
    EXPECT_THROW(run_firmware(firmware, target, {half, half}), OptionError);
    EXPECT_THROW(run_firmware(firmware, target, {tiny_input(0), half}), OptionError);
}

TEST(Firmware, AMissingCompilerIsAnEnvironmentErrorWithThePackage) {
    Target target = load_target("cortex-m4");
    target.compiler = "/nowhere/arm-none-eabi-g++";
    try {
        build_firmware(tiny_library(), target);
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0610");
        EXPECT_NE(error.hint().find("apt-get install gcc-arm-none-eabi"), std::string::npos) << error.hint();
    }
    target.compiler = "/nowhere/riscv64-unknown-elf-gcc";
    try {
        build_firmware(tiny_library(), target);
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.hint(), "on Debian: apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf");
    }
}

TEST(Firmware, AMissingEmulatorIsAnEnvironmentErrorWithThePackage) {
    Target target = load_target("cortex-m4");
    const Firmware firmware = build_firmware(tiny_library(), target);
    target.emulator_command[0] = "/nowhere/qemu-system-arm";
    try {
        run_firmware(firmware, target, {tiny_input(0)});
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0610");
        EXPECT_EQ(error.hint(), "on Debian: apt-get install qemu-system-arm");
    }
}

TEST(Firmware, ShowsWhatTheCompilerRefused) {
    try {
        build_firmware(changed_library("MARK(1);", "this is no code"), load_target("host"));
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0614");
        EXPECT_TRUE(std::any_of(error.notes().begin(), error.notes().end(), [](const std::string& note) {
            return note.find("library/tiny.cpp:") != std::string::npos;
        }));
    }
}

TEST(Firmware, RemovesItsFolderUnlessAskedToKeepIt) {
    std::filesystem::path folder;
    {
        const Firmware firmware = build_firmware(tiny_library(), load_target("host"));
        folder = firmware.folder->path();
        EXPECT_TRUE(std::filesystem::exists(firmware.elf));
    }
    EXPECT_FALSE(std::filesystem::exists(folder));
}

} // namespace
} // namespace thimble

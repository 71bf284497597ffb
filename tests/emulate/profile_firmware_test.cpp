// SPDX-License-Identifier: Apache-2.0
#include "tests/emulate/tiny_library.h"
#include "thimble/core/error.h"
#include "thimble/emulate/profile_firmware.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {
namespace {

class ProfileOnTarget : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override { setenv("THIMBLE_PLUGIN", THIMBLE_BINARY_DIR "/plugins/thimble_count.so", 1); }

    void TearDown() override { unsetenv("THIMBLE_PLUGIN"); }

    static FirmwareOptions marked() {
        FirmwareOptions options;
        options.marks = LayerMarks::present;
        return options;
    }
};

TEST_P(ProfileOnTarget, CountsEachLayerAndTheirSum) {
    const Target target = load_target(GetParam());
    const Firmware firmware = build_firmware(tiny_library(), target, marked());
    const FirmwareProfile profile = profile_firmware(firmware, target, tiny_input(0));
    ASSERT_EQ(profile.layer_instructions.size(), 2u);
    // The first layer makes two passes over the 16 elements, the second makes one, of some instructions each.
    EXPECT_GT(profile.layer_instructions[0], 2 * 16 * 3u);
    EXPECT_LT(profile.layer_instructions[0], 2 * 16 * 12u);
    EXPECT_GT(profile.layer_instructions[1], 16 * 3u);
    EXPECT_LT(profile.layer_instructions[1], profile.layer_instructions[0]);
    EXPECT_EQ(profile.layer_instructions[0] + profile.layer_instructions[1], profile.instructions);
    EXPECT_GE(profile.stack_bytes, 64u);
}

TEST_P(ProfileOnTarget, CountsFunctionsByName) {
    const Target target = load_target(GetParam());
    const FirmwareProfile profile =
        profile_firmware(build_firmware(tiny_library(), target, marked()), target, tiny_input(0));
    ASSERT_GE(profile.functions.size(), 3u);
    EXPECT_EQ(profile.functions[0].name, "scale");
    EXPECT_EQ(profile.functions[1].name, "increment");
    EXPECT_EQ(profile.functions[2].name, "tiny_run");
    std::uint64_t sum = 0;
    for (const FunctionCount& function : profile.functions) {
        sum += function.instructions;
    }
    EXPECT_EQ(sum, profile.instructions);
}

TEST_P(ProfileOnTarget, IsTheSameInEveryRun) {
    const Target target = load_target(GetParam());
    const Firmware firmware = build_firmware(tiny_library(), target, marked());
    const FirmwareProfile first = profile_firmware(firmware, target, tiny_input(0));
    const FirmwareProfile second = profile_firmware(firmware, target, tiny_input(0));
    ASSERT_EQ(first.counts.size(), second.counts.size());
    for (std::size_t i = 0; i < first.counts.size(); ++i) {
        EXPECT_EQ(first.counts[i].address, second.counts[i].address);
        EXPECT_EQ(first.counts[i].count, second.counts[i].count);
        EXPECT_EQ(first.counts[i].bytes, second.counts[i].bytes);
        EXPECT_TRUE(first.counts[i].size_bytes == 2 || first.counts[i].size_bytes == 4);
    }
}

TEST_P(ProfileOnTarget, ALayerWithoutInstructionsCountsNone) {
    const Target target = load_target(GetParam());
    EmittedLibrary library = tiny_library();
    std::string& source = library.files[3].contents;
    source.replace(source.find("MARK(1);"), 8, "MARK(1); MARK(2);");
    const FirmwareProfile profile = profile_firmware(build_firmware(library, target, marked()), target, tiny_input(0));
    ASSERT_EQ(profile.layer_instructions.size(), 3u);
    EXPECT_GT(profile.layer_instructions[0], 0u);
    EXPECT_EQ(profile.layer_instructions[1], 0u);
    EXPECT_GT(profile.layer_instructions[2], 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Targets, ProfileOnTarget,
    testing::Values(
        "cortex-m0", "microbit", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33", "cortex-m55", "rv32imc", "aarch64"
    ),
    [](const auto& information) {
        std::string name = information.param;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    }
);

TEST(ProfileFirmware, CountsAKnownNumberOfInstructions) {
    setenv("THIMBLE_PLUGIN", THIMBLE_BINARY_DIR "/plugins/thimble_count.so", 1);
    EmittedLibrary library = tiny_library();
    std::string& source = library.files[3].contents;
    const std::size_t begin = source.find("    MARK(0);");
    source.replace(
        begin, source.find("    return tiny_ok;", begin) - begin,
        // 1 + 3 * 2 instructions, then 1 + 10 * 2 of which one is 32 bits long.
        R"(    __asm volatile(
        ".syntax unified\n .globl thimble_mark_0\nthimble_mark_0: movs r1, #3\n1: subs r1, #1\n bne 1b\n"
        ".globl thimble_mark_1\nthimble_mark_1: mov.w r2, #10\n2: subs r2, #1\n bne 2b\n"
        ".globl thimble_mark_end\nthimble_mark_end:" ::: "r1", "r2", "cc");
    scale(memory, memory + 16);
    increment(memory + 16, memory + 32);
)"
    );
    FirmwareOptions options;
    options.marks = LayerMarks::present;
    const Target target = load_target("cortex-m4");
    const FirmwareProfile profile = profile_firmware(build_firmware(library, target, options), target, tiny_input(0));
    EXPECT_EQ(profile.layer_instructions, (std::vector<std::uint64_t>{7, 21}));
    ASSERT_EQ(profile.counts.size(), 6u);
    EXPECT_EQ(profile.counts[0].bytes, (std::array<std::uint8_t, 4>{0x03, 0x21, 0, 0}));
    EXPECT_EQ(profile.counts[0].size_bytes, 2);
    EXPECT_EQ(profile.counts[3].bytes, (std::array<std::uint8_t, 4>{0x4f, 0xf0, 0x0a, 0x02}));
    EXPECT_EQ(profile.counts[3].size_bytes, 4);
    EXPECT_EQ(profile.counts[4].count, 10u);
    unsetenv("THIMBLE_PLUGIN");
}

TEST(ProfileFirmware, RefusesATargetThatCannotCount) {
    const Target target = load_target("host");
    EXPECT_THROW(profile_firmware(Firmware{}, target, tiny_input(0)), OptionError);
}

TEST(ProfileFirmware, SaysWhereItLookedForThePlugin) {
    setenv("THIMBLE_PLUGIN", "/nowhere/thimble_count.so", 1);
    const Target target = load_target("cortex-m4");
    FirmwareOptions options;
    options.marks = LayerMarks::present;
    const Firmware firmware = build_firmware(tiny_library(), target, options);
    try {
        profile_firmware(firmware, target, tiny_input(0));
        ADD_FAILURE();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0617");
        EXPECT_EQ(error.notes().at(0), "looked for /nowhere/thimble_count.so");
    }
    unsetenv("THIMBLE_PLUGIN");
}

} // namespace
} // namespace thimble

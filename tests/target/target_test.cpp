// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/target/embedded_file.h"
#include "thimble/target/target.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace thimble {
namespace {

class TargetFile : public testing::Test {
protected:
    void SetUp() override {
        const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
        folder_ = std::filesystem::temp_directory_path() / ("thimble-target-test-" + test);
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }

    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& contents) {
        std::ofstream(folder_ / name) << contents;
        return (folder_ / name).string();
    }

    // The error that loading a file with these contents ends in.
    ModelError error_of(const std::string& contents) {
        const std::string path = write("board.toml", contents);
        try {
            load_target(path);
        } catch (const ModelError& error) {
            EXPECT_TRUE(error.context().file.starts_with(path)) << error.context().file;
            return error;
        }
        ADD_FAILURE() << "the file was accepted";
        return {"", ""};
    }

    std::filesystem::path folder_;
};

TEST(Target, ListsTheBuiltInOnesSorted) {
    const std::vector<std::string> names = target_names();
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    for (const char* name :
         {"aarch64", "cortex-m0", "cortex-m3", "cortex-m33", "cortex-m4", "cortex-m55", "cortex-m7", "esp32-c3", "host",
          "microbit", "nano33ble", "nrf5340", "nucleo-f446re", "nucleo-h743zi", "nucleo-l4r5zi", "rp2040", "rpi4",
          "rv32imc"}) {
        EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
    }
}

TEST(Target, EachBuiltInOneLoads) {
    for (const std::string& name : target_names()) {
        EXPECT_EQ(load_target(name).name, name);
        EXPECT_FALSE(load_target(name).description.empty()) << name;
    }
}

TEST(Target, BoardsInheritTheCoreAndOverrideMemory) {
    const Target board = load_target("nano33ble");
    EXPECT_EQ(board.inherits, "cortex-m4");
    EXPECT_EQ(board.architecture, "armv7e-m");
    EXPECT_TRUE(board.has_feature("dsp"));
    EXPECT_FALSE(board.has_feature("mve"));
    EXPECT_EQ(board.ram_bytes, 262144u);
    EXPECT_EQ(board.flash_bytes, 1048576u);
    EXPECT_EQ(board.clock_hz, 64000000u);
    EXPECT_EQ(board.compile_flags, load_target("cortex-m4").compile_flags);
    EXPECT_EQ(board.machine_ram.size_bytes, 4194304u);
}

TEST(Target, TheMicrobitIsEmulatedWithItsRealMemory) {
    const Target board = load_target("microbit");
    EXPECT_EQ(board.machine_ram.size_bytes, board.ram_bytes);
    EXPECT_EQ(board.machine_ram.origin, 0x20000000u);
    EXPECT_EQ(board.ram_bytes, 16384u);
    EXPECT_FALSE(board.has_feature("fpu"));
}

TEST(Target, BoardsFitTheMachineThatTheyAreEmulatedOn) {
    for (const std::string& name : target_names()) {
        const Target target = load_target(name);
        if (target.emulator == EmulatorKind::qemu_system) {
            EXPECT_LE(target.ram_bytes, target.machine_ram.size_bytes) << name;
            EXPECT_LE(target.flash_bytes, target.machine_flash.size_bytes) << name;
        }
    }
}

TEST(Target, OnlyCoresWithTheDspExtensionSayThatTheyHaveIt) {
    for (const char* name : {"cortex-m4", "cortex-m7", "cortex-m33", "cortex-m55", "nrf5340", "nucleo-h743zi"}) {
        EXPECT_TRUE(load_target(name).has_feature("dsp")) << name;
    }
    for (const char* name : {"cortex-m0", "cortex-m3", "rp2040", "rv32imc", "esp32-c3", "aarch64", "rpi4", "host"}) {
        EXPECT_FALSE(load_target(name).has_feature("dsp")) << name;
    }
    EXPECT_TRUE(load_target("cortex-m55").has_feature("mve"));
}

TEST(Target, ProgramsOfLinuxRunInUserModeWithoutMemoryLimits) {
    const Target board = load_target("rpi4");
    EXPECT_EQ(board.emulator, EmulatorKind::qemu_user);
    EXPECT_EQ(board.emulator_command, (std::vector<std::string>{"qemu-aarch64", "-cpu", "cortex-a72"}));
    EXPECT_EQ(board.ram_bytes, 0u);
    EXPECT_TRUE(board.linker_script.empty());
}

TEST(Target, AnUnknownNameIsAUsageErrorWithTheNearestName) {
    try {
        load_target("cortexm4");
        FAIL();
    } catch (const OptionError& error) {
        EXPECT_EQ(error.code(), "E0110");
        EXPECT_EQ(error.hint(), "did you mean `cortex-m4`?");
    }
}

TEST_F(TargetFile, InheritsABuiltInTarget) {
    const Target target = load_target(write("mine.toml", "inherits = \"cortex-m4\"\n[memory]\nram_bytes = 32_768\n"));
    EXPECT_EQ(target.name, "mine");
    EXPECT_EQ(target.ram_bytes, 32768u);
    EXPECT_EQ(target.flash_bytes, 4194304u);
    EXPECT_EQ(target.architecture, "armv7e-m");
}

TEST_F(TargetFile, InheritsAnotherFileBesideIt) {
    write("base.toml", "inherits = \"cortex-m0\"\n[core]\nclock_hz = 1_000\n");
    const Target target = load_target(write("mine.toml", "inherits = \"base.toml\"\n"));
    EXPECT_EQ(target.clock_hz, 1000u);
    EXPECT_EQ(target.architecture, "armv6-m");
}

TEST_F(TargetFile, TakesItsOwnLinkerScriptAndStartUp) {
    write("mine.ld", "SECTIONS {}");
    write("boot.cpp", "");
    const Target target = load_target(write(
        "mine.toml", "inherits = \"cortex-m4\"\n[emulator]\nlinker_script = \"mine.ld\"\nstartup = [\"boot.cpp\"]\n"
    ));
    EXPECT_EQ(target.linker_script, "SECTIONS {}");
    EXPECT_EQ(target.startup_files, std::vector<std::string>{(folder_ / "boot.cpp").string()});
}

TEST_F(TargetFile, RefusesAnUnknownKeyWithItsLineAndTheNearestOne) {
    const ModelError error = error_of("inherits = \"cortex-m4\"\n[memory]\nrem_bytes = 1\n");
    EXPECT_EQ(error.code(), "E0212");
    EXPECT_STREQ(error.what(), "unknown key `rem_bytes` in [memory]");
    EXPECT_TRUE(error.context().file.ends_with("board.toml:3")) << error.context().file;
    EXPECT_EQ(error.hint(), "did you mean `ram_bytes`?");
}

TEST_F(TargetFile, RefusesAnUnknownTable) {
    const ModelError error = error_of("inherits = \"cortex-m4\"\n[memroy]\nram_bytes = 1\n");
    EXPECT_EQ(error.code(), "E0212");
    EXPECT_EQ(error.hint(), "did you mean `memory`?");
}

TEST_F(TargetFile, RefusesAWrongType) {
    const ModelError error = error_of("inherits = \"cortex-m4\"\n\n[memory]\nram_bytes = \"32K\"\n");
    EXPECT_EQ(error.code(), "E0213");
    EXPECT_STREQ(error.what(), "`ram_bytes` expects an integer, found string");
    EXPECT_TRUE(error.context().file.ends_with(":4")) << error.context().file;
    EXPECT_EQ(error_of("inherits = \"cortex-m4\"\n[memory]\nram_bytes = -1\n").code(), "E0213");
    EXPECT_EQ(error_of("inherits = \"cortex-m4\"\n[core]\nfeatures = [1]\n").code(), "E0213");
    EXPECT_EQ(error_of("inherits = \"cortex-m4\"\ncore = 1\n").code(), "E0213");
}

TEST_F(TargetFile, RefusesAKindOfEmulatorThatDoesNotExist) {
    EXPECT_STREQ(
        error_of("inherits = \"cortex-m4\"\n[emulator]\nkind = \"qemu\"\n").what(),
        "`kind` expects native, qemu-system or qemu-user, found `qemu`"
    );
}

TEST_F(TargetFile, UserModeNeedsACommand) {
    EXPECT_STREQ(
        error_of("inherits = \"host\"\n[emulator]\nkind = \"qemu-user\"\n").what(),
        "a target needs `command` in [emulator], here or in a target it inherits from"
    );
}

TEST_F(TargetFile, RefusesABaseThatDoesNotExist) {
    const ModelError error = error_of("inherits = \"cortex-m44\"\n");
    EXPECT_EQ(error.code(), "E0214");
    EXPECT_TRUE(error.context().file.ends_with(":1"));
    EXPECT_EQ(error.hint(), "did you mean `cortex-m4`?");
}

TEST_F(TargetFile, RefusesToInheritFromItself) {
    EXPECT_EQ(error_of("inherits = \"board.toml\"\n").code(), "E0214");
}

TEST_F(TargetFile, RefusesAnIncompleteTarget) {
    EXPECT_STREQ(
        error_of("[core]\narchitecture = \"armv6-m\"\n").what(),
        "a target needs `compiler` in [toolchain], here or in a target it inherits from"
    );
}

TEST_F(TargetFile, RefusesBrokenTomlWithItsLine) {
    const ModelError error = error_of("inherits = \"cortex-m4\"\n[memory\n");
    EXPECT_EQ(error.code(), "E0211");
    EXPECT_TRUE(error.context().file.ends_with(":2")) << error.context().file;
}

TEST_F(TargetFile, RefusesAMissingFile) {
    try {
        load_target((folder_ / "absent.toml").string());
        FAIL();
    } catch (const ModelError& error) {
        EXPECT_EQ(error.code(), "E0210");
    }
}

TEST(EmbeddedFile, HoldsTheTextOfTheSourceTree) {
    std::ifstream file(THIMBLE_SOURCE_DIR "/targets/common/cortex_m.ld", std::ios::binary);
    const std::string expected((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(embedded_file("common/cortex_m.ld"), expected);
    EXPECT_EQ(embedded_file("common/absent.ld"), std::nullopt);
}

} // namespace
} // namespace thimble

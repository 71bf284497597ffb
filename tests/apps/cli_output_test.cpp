// SPDX-License-Identifier: Apache-2.0
// What the verbs print: JSON fields, colours, completion scripts.
#include "tests/apps/program_run.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace thimble {
namespace {

nlohmann::json json_of(const std::string& arguments) {
    const ProgramRun run = run_thimble(arguments);
    EXPECT_EQ(run.status, 0) << run.errors;
    return nlohmann::json::parse(run.output);
}

TEST(AnalyzeJson, HasTheDocumentedFields) {
    const auto document = json_of("analyze --json " + digits_model());
    EXPECT_EQ(document["schema"], "thimble.analyze/1");
    for (const char* field : {"macs", "parameters", "weight_bytes", "arena_bytes", "live_set_peak_bytes"}) {
        EXPECT_GT(document[field].get<long>(), 0) << field;
    }
    long macs = 0;
    for (const auto& layer : document["layers"]) {
        macs += layer["macs"].get<long>();
    }
    EXPECT_EQ(macs, document["macs"].get<long>());
}

TEST(ValidateJson, IsBitExactOnTheHost) {
    const auto document = json_of("validate --json --random 2 " + digits_model());
    EXPECT_EQ(document["schema"], "thimble.validate/1");
    EXPECT_EQ(document["target"], "host");
    EXPECT_EQ(document["vectors"], 2);
    EXPECT_EQ(document["mismatched_vectors"], 0);
    EXPECT_EQ(document["max_abs_difference"], 0);
    EXPECT_TRUE(document["bit_exact"].get<bool>());
}

TEST(ProfileJson, LayersAddUpToTheTotal) {
    const auto document = json_of("profile --json --on cortex-m0 " + digits_model());
    EXPECT_EQ(document["schema"], "thimble.profile/1");
    long sum = 0;
    for (const auto& layer : document["layers"]) {
        sum += layer["instructions"].get<long>();
    }
    const long total = document["instructions"].get<long>();
    EXPECT_GT(total, 0);
    EXPECT_LE(std::abs(sum - total) * 100, total);
    for (const char* field : {"arena_bytes", "stack_bytes", "flash_code_bytes", "flash_weight_bytes", "macs"}) {
        EXPECT_GT(document[field].get<long>(), 0) << field;
    }
}

TEST(RunJson, ReadsTheSampleDigits) {
    const std::string sample = THIMBLE_SOURCE_DIR "/examples/digits/seven.bin";
    const auto document = json_of("run --json " + digits_model() + " " + sample);
    EXPECT_EQ(document["samples"], 1);
    EXPECT_EQ(document["results"][0]["outputs"][0]["largest_at"], 7);
}

TEST(TargetsJson, ListsCoresAndBoards) {
    const auto document = json_of("targets --json");
    std::vector<std::string> names;
    for (const auto& target : document["targets"]) {
        names.push_back(target["name"]);
    }
    for (const char* expected : {"host", "cortex-m0", "microbit", "cortex-m4", "nano33ble", "rv32imc", "rpi4"}) {
        EXPECT_NE(std::find(names.begin(), names.end(), expected), names.end()) << expected;
    }
}

TEST(Colors, AreOffInAPipeAndUnderNoColor) {
    EXPECT_EQ(run_thimble("analyze " + digits_model()).output.find('\x1b'), std::string::npos);
    EXPECT_EQ(
        run_thimble("analyze " + digits_model(), "NO_COLOR=1 CLICOLOR_FORCE=1").output.find('\x1b'), std::string::npos
    );
    EXPECT_NE(run_thimble("--color always analyze " + digits_model()).output.find('\x1b'), std::string::npos);
}

TEST(Completion, IsValidBash) {
    const ProgramRun run = run_thimble("completion bash");
    ASSERT_EQ(run.status, 0);
    const auto path = std::filesystem::temp_directory_path() / "thimble-completion.bash";
    std::ofstream(path) << run.output;
    EXPECT_EQ(std::system(("bash -n " + path.string()).c_str()), 0);
    std::filesystem::remove(path);
}

TEST(Completion, KnowsEveryVerbInEveryShell) {
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const ProgramRun run = run_thimble(std::string("completion ") + shell);
        for (const char* verb : {"analyze", "compile", "validate", "profile", "run", "targets", "doctor", "explain"}) {
            EXPECT_NE(run.output.find(verb), std::string::npos) << shell << " " << verb;
        }
    }
    EXPECT_EQ(run_thimble("completion tcsh").status, 2);
}

TEST(Compile, WritesTheSameBytesTwice) {
    const auto folder = std::filesystem::temp_directory_path() / "thimble-compile-test";
    for (const char* part : {"a", "b"}) {
        ASSERT_EQ(run_thimble("compile " + digits_model() + " -o " + (folder / part).string()).status, 0);
    }
    EXPECT_EQ(std::system(("diff -r " + (folder / "a").string() + " " + (folder / "b").string()).c_str()), 0);
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder / "a")) {
        ++files;
    }
    EXPECT_LE(files, 12U);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Exit statuses and errors of the command line program.
#include "tests/apps/program_run.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace thimble {
namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(CommandLine, HelpIsOnStdoutAndSucceeds) {
    for (const char* arguments : {"--help", "analyze --help", "profile --help"}) {
        const ProgramRun run = run_thimble(arguments);
        EXPECT_EQ(run.status, 0) << arguments;
        EXPECT_TRUE(contains(run.output, "--json") || contains(run.output, "analyze")) << run.output;
        EXPECT_EQ(run.errors, "");
    }
}

TEST(CommandLine, NoVerbIsAUsageError) {
    EXPECT_EQ(run_thimble("").status, 2);
}

TEST(CommandLine, AMistypedVerbGetsTheNearestOne) {
    const ProgramRun run = run_thimble("anlyze x.tflite");
    EXPECT_EQ(run.status, 2);
    EXPECT_TRUE(contains(run.errors, "did you mean `analyze`?")) << run.errors;
}

TEST(CommandLine, AnUnknownOptionIsAUsageError) {
    EXPECT_EQ(run_thimble("analyze --nonsense " + digits_model()).status, 2);
}

TEST(CommandLine, AnUnknownTargetGetsTheNearestOne) {
    const ProgramRun run = run_thimble("analyze --target cortexm4 " + digits_model());
    EXPECT_EQ(run.status, 2);
    EXPECT_TRUE(contains(run.errors, "cortex-m4")) << run.errors;
}

TEST(CommandLine, AMissingFileIsABadInput) {
    const ProgramRun run = run_thimble("analyze /nowhere/model.tflite");
    EXPECT_EQ(run.status, 3);
    EXPECT_TRUE(contains(run.errors, "/nowhere/model.tflite")) << run.errors;
}

TEST(CommandLine, AFileThatIsNoModelIsABadInput) {
    const ProgramRun run = run_thimble("analyze " THIMBLE_SOURCE_DIR "/README.md");
    EXPECT_EQ(run.status, 3);
    EXPECT_TRUE(contains(run.errors, "error[E0")) << run.errors;
    EXPECT_TRUE(contains(run.errors, "README.md")) << run.errors;
}

TEST(CommandLine, ErrorsAreAlsoJson) {
    const ProgramRun run = run_thimble("analyze --json /nowhere/model.tflite");
    const auto document = nlohmann::json::parse(run.output);
    EXPECT_EQ(document["schema"], "thimble.error/1");
    EXPECT_EQ(document["exit_status"], 3);
    EXPECT_EQ(run.status, 3);
}

TEST(CommandLine, AnExceededBudgetExitsWithOne) {
    const ProgramRun run = run_thimble("analyze --max-ram 16 " + digits_model());
    EXPECT_EQ(run.status, 1);
    EXPECT_TRUE(contains(run.errors, "RAM budget exceeded")) << run.errors;
    EXPECT_EQ(run_thimble("analyze --max-ram 1M --max-flash 1M " + digits_model()).status, 0);
}

TEST(CommandLine, ABadBudgetIsAUsageError) {
    EXPECT_EQ(run_thimble("analyze --max-ram lots " + digits_model()).status, 2);
}

TEST(CommandLine, AnUnwritableFolderIsAnEnvironmentError) {
    const ProgramRun run = run_thimble("compile -o /proc/nowhere " + digits_model());
    EXPECT_EQ(run.status, 4);
    EXPECT_TRUE(contains(run.errors, "/proc/nowhere")) << run.errors;
}

TEST(CommandLine, AnInputOfTheWrongSizeIsABadInput) {
    const ProgramRun run = run_thimble("run " + digits_model() + " " THIMBLE_SOURCE_DIR "/LICENSE");
    EXPECT_EQ(run.status, 3);
    EXPECT_TRUE(contains(run.errors, "LICENSE")) << run.errors;
}

TEST(CommandLine, AModelTooLargeForABoardNamesBothMemories) {
    const std::filesystem::path target = std::filesystem::temp_directory_path() / "thimble-tiny-board.toml";
    std::ofstream(target) << "name = \"tiny-board\"\ninherits = \"cortex-m0\"\n"
                             "[memory]\nram_bytes = 256\nflash_bytes = 512\n";
    const ProgramRun run = run_thimble("profile " + digits_model() + " --on " + target.string());
    std::filesystem::remove(target);
    EXPECT_EQ(run.status, 1) << run.errors;
    EXPECT_TRUE(contains(run.errors, "RAM")) << run.errors;
    EXPECT_TRUE(contains(run.errors, "flash")) << run.errors;
    EXPECT_TRUE(contains(run.errors, "256")) << run.errors;
}

TEST(CommandLine, TuningIntoAFolderThatCannotBeMadeIsNoDefect) {
    const ProgramRun run = run_thimble("compile --json --tune -o /proc/nothing " + digits_model());
    EXPECT_EQ(run.status, 4);
    EXPECT_EQ(nlohmann::json::parse(run.output)["code"], "E0602");
}

TEST(CommandLine, KernelsOfAnotherTargetAreAUsageError) {
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "thimble_cli_test_kernels.txt";
    std::ofstream(file) << "armv6m/conv2d_s8 no_such_node\n";
    const ProgramRun run = run_thimble("analyze --json --kernels " + file.string() + " " + digits_model());
    std::filesystem::remove(file);
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(nlohmann::json::parse(run.output)["code"], "E0122");
}

TEST(CommandLine, HelpIsText) {
    for (const char* const verb : {"", "compile ", "profile ", "validate "}) {
        const std::string help = run_thimble(std::string(verb) + "--help").output;
        EXPECT_TRUE(std::all_of(help.begin(), help.end(), [](char letter) { return letter == '\n' || letter >= ' '; }))
            << help;
    }
}

TEST(CommandLine, ACycleBudgetWithoutTimingsIsOneUsageErrorAndNoReport) {
    const ProgramRun run = run_thimble("profile --json --max-cycles 1M --on cortex-m7 " + digits_model());
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(nlohmann::json::parse(run.output)["code"], "E0113");
}

TEST(CommandLine, ExplainKnowsTheCodesItPrints) {
    const ProgramRun run = run_thimble("explain e0201");
    EXPECT_EQ(run.status, 0);
    EXPECT_TRUE(contains(run.output, "E0201"));
    EXPECT_EQ(run_thimble("explain E9999").status, 2);
}

} // namespace
} // namespace thimble

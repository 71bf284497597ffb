// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/emulate/subprocess.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

Command shell(const std::string& script) {
    Command command;
    command.arguments = {"sh", "-c", script};
    return command;
}

TEST(Subprocess, KeepsTheTwoStreamsAndTheStatus) {
    const CommandResult result = run_command(shell("echo out; echo problem >&2; exit 3"));
    EXPECT_EQ(result.output, "out\n");
    EXPECT_EQ(result.error_output, "problem\n");
    EXPECT_EQ(result.exit_status, 3);
    EXPECT_FALSE(result.timed_out);
}

TEST(Subprocess, HasNoInput) {
    EXPECT_EQ(run_command(shell("cat")).output, "");
}

TEST(Subprocess, RunsInTheGivenFolder) {
    Command command = shell("pwd");
    command.working_directory = "/usr";
    EXPECT_EQ(run_command(command).output, "/usr\n");
}

TEST(Subprocess, TakesMoreOutputThanAPipeHolds) {
    EXPECT_EQ(run_command(shell("head -c 3000000 /dev/zero; head -c 300000 /dev/zero >&2")).output.size(), 3000000u);
}

TEST(Subprocess, KillsChildrenWhenTheTimeIsUp) {
    Command command = shell("sleep 60 & sleep 60; wait");
    command.timeout = std::chrono::milliseconds(200);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(run_command(command).timed_out);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST(Subprocess, ASignalIsAStatusAbove128) {
    EXPECT_EQ(run_command(shell("kill -9 $$")).exit_status, 128 + 9);
}

TEST(Subprocess, AMissingProgramIsAnEnvironmentError) {
    Command command;
    command.arguments = {"thimble-no-such-program"};
    try {
        run_command(command);
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0610");
        EXPECT_STREQ(error.what(), "program `thimble-no-such-program` is not installed");
    }
}

TEST(Subprocess, AMissingFolderIsNotAMissingProgram) {
    Command command = shell("true");
    command.working_directory = "/nowhere";
    try {
        run_command(command);
        FAIL();
    } catch (const EnvironmentError& error) {
        EXPECT_EQ(error.code(), "E0611");
    }
}

TEST(LastLines, TakesTheEndOfTheText) {
    EXPECT_EQ(last_lines("a\nb\nc\n\n", 2), (std::vector<std::string>{"b", "c"}));
    EXPECT_EQ(last_lines("a", 5), (std::vector<std::string>{"a"}));
    EXPECT_EQ(last_lines("\n", 5), std::vector<std::string>{});
}

} // namespace
} // namespace thimble

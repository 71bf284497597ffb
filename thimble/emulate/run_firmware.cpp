// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/run_firmware.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/emulate/capacity.h"
#include "thimble/emulate/subprocess.h"

#include <csignal>
#include <map>
#include <sstream>

namespace thimble {
namespace {

namespace fs = std::filesystem;

// Exit statuses and report keys are those of targets/harness/harness_files.h and main.cpp.
constexpr int exit_short_input = 241;
constexpr int exit_stack_overrun = 245;

std::string describe_exit(int status) {
    switch (status) {
    case 240:
        return "the firmware cannot open its files";
    case exit_short_input:
        return "the input is not a whole number of vectors";
    case 242:
        return "the firmware cannot write its output";
    case 243:
        return "the model returned an error";
    case 244:
        return "the core took a fault";
    case 128 + SIGILL:
        return "the program was killed for an instruction that does not exist";
    case 128 + SIGSEGV:
        return "the program was killed for an access outside its memory";
    case 128 + SIGABRT:
        return "the core locked up, as it does when the stack leaves the memory";
    default:
        return fmt::format("the run ended with status {}", status);
    }
}

using Report = std::map<std::string, std::uint64_t>;

Report read_report(const fs::path& folder) {
    Report report;
    if (fs::exists(folder / "report.txt")) {
        std::istringstream lines(read_file(folder / "report.txt"));
        std::string key;
        std::uint64_t number = 0;
        while (lines >> key >> number) {
            report[key] = number;
        }
    }
    return report;
}

void check_vectors(const std::vector<std::vector<std::byte>>& inputs) {
    for (std::size_t index = 0; index < inputs.size(); ++index) {
        if (inputs[index].size() != inputs.front().size()) {
            throw OptionError(
                "E0112",
                fmt::format(
                    "input vector {} has {} bytes, vector 0 has {}", index, inputs[index].size(), inputs.front().size()
                )
            );
        }
    }
}

void write_inputs(
    const fs::path& folder, const std::vector<std::vector<std::byte>>& inputs, const std::vector<EmittedFile>& files
) {
    std::string bytes;
    for (const std::vector<std::byte>& input : inputs) {
        bytes.append(reinterpret_cast<const char*>(input.data()), input.size());
    }
    write_file(folder / "input.bin", bytes);
    for (const EmittedFile& file : files) {
        write_file(folder / file.path, file.contents);
    }
}

Command
run_command_of(const Firmware& firmware, const Target& target, const RunOptions& options, const fs::path& folder) {
    Command command;
    command.working_directory = folder;
    command.timeout = options.timeout;
    command.arguments = target.emulator_command;
    command.arguments.push_back(firmware.elf.string());
    // Before the rest: what follows the program's name in user mode is the program's own.
    command.arguments.insert(
        command.arguments.begin() + 1, options.emulator_arguments.begin(), options.emulator_arguments.end()
    );
    return command;
}

[[noreturn]] void throw_failed_run(
    std::string_view code, const std::string& message, const Command& command, const CommandResult& result
) {
    EnvironmentError error(code, message);
    error.add_note(to_string(command));
    for (std::string& line : last_lines(result.error_output + result.output, 20)) {
        error.add_note(std::move(line));
    }
    throw error;
}

void check_run(
    const Firmware& firmware, const Target& target, const Command& command, const CommandResult& result,
    const Report& report
) {
    if (result.timed_out) {
        throw_failed_run(
            "E0615",
            fmt::format(
                "{} did not finish on {} within {} s", firmware.model_name, target.name,
                static_cast<double>(command.timeout.count()) / 1000.0
            ),
            command, result
        );
    }
    if (result.exit_status == 0) {
        return;
    }
    if (result.exit_status == exit_short_input) {
        throw OptionError("E0112", fmt::format("{}, for {}", describe_exit(exit_short_input), firmware.model_name));
    }
    if (result.exit_status == exit_stack_overrun) {
        throw CapacityError(
            "E0511", fmt::format(
                         "the stack of {} on {} overran the {} bytes left for it", firmware.model_name, target.name,
                         report.at("painted_bytes")
                     )
        );
    }
    std::string message =
        fmt::format("{} failed on {}: {}", firmware.model_name, target.name, describe_exit(result.exit_status));
    const auto status = report.find("status");
    if (status != report.end() && status->second != 0) {
        message += fmt::format(" (model status {})", status->second);
    }
    throw_failed_run("E0616", message, command, result);
}

std::vector<std::vector<std::byte>> split_outputs(const std::string& bytes, std::size_t vectors) {
    if (vectors == 0) {
        return {};
    }
    const std::size_t size = bytes.size() / vectors;
    const auto* data = reinterpret_cast<const std::byte*>(bytes.data());
    std::vector<std::vector<std::byte>> outputs;
    for (std::size_t index = 0; index < vectors; ++index) {
        outputs.emplace_back(data + index * size, data + (index + 1) * size);
    }
    return outputs;
}

} // namespace

FirmwareRun run_firmware(
    const Firmware& firmware, const Target& target, const std::vector<std::vector<std::byte>>& inputs,
    const RunOptions& options
) {
    check_vectors(inputs);
    const ScratchFolder folder;
    write_inputs(folder.path(), inputs, options.files);
    const Command command = run_command_of(firmware, target, options, folder.path());
    const CommandResult result = run_command(command);
    const Report report = read_report(folder.path());
    check_run(firmware, target, command, result, report);
    THIMBLE_CHECK(report.count("painted_bytes") == 1, "the firmware wrote no complete report");
    if (report.at("vectors") != inputs.size()) {
        throw OptionError(
            "E0112", fmt::format("{} input vectors were given, the model read {}", inputs.size(), report.at("vectors"))
        );
    }
    FirmwareRun run;
    run.stack_bytes = report.at("stack_bytes");
    check_fit(firmware.model_name, memory_needs(firmware.sizes, run.stack_bytes), target);
    run.outputs = split_outputs(read_file(folder.path() / "output.bin"), inputs.size());
    for (const std::string& name : options.collect) {
        run.collected.push_back(read_file(folder.path() / name));
    }
    return run;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Compiles an emitted library and the harness, links them for the target, and measures what came out.
#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/emulate/capacity.h"
#include "thimble/emulate/firmware.h"
#include "thimble/emulate/link_map.h"
#include "thimble/emulate/model_under_test.h"
#include "thimble/emulate/subprocess.h"
#include "thimble/target/embedded_file.h"

#include <future>
#include <mutex>

namespace thimble {
namespace {

namespace fs = std::filesystem;

/// One compiler call; paths are relative to the scratch folder.
struct CompileJob {
    std::string source;
    std::string object;
    std::vector<std::string> flags;
};

void append(std::vector<std::string>& list, const std::vector<std::string>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

[[noreturn]] void throw_tool_failure(const char* what, const Command& command, const CommandResult& result) {
    EnvironmentError error(
        "E0614", result.timed_out ? fmt::format("the {} did not finish in time", what)
                                  : fmt::format("the {} failed with status {}", what, result.exit_status)
    );
    error.add_note(to_string(command));
    for (std::string& line : last_lines(result.error_output, 20)) {
        error.add_note(std::move(line));
    }
    throw error;
}

bool is_compiled(const std::string& path) {
    const fs::path name = fs::path(path).filename();
    const std::string stem = name.stem().string();
    // The self-test has a main of its own.
    return fs::path(path).parent_path().empty() && (name.extension() == ".cpp" || name.extension() == ".cc") &&
           !stem.ends_with("_selftest");
}

std::vector<CompileJob>
write_library(const EmittedLibrary& library, const FirmwareOptions& options, const fs::path& folder) {
    std::vector<std::string> flags = {options.optimization};
    append(flags, options.extra_flags);
    if (options.marks == LayerMarks::present) {
        flags.push_back("-DTHIMBLE_PROFILE");
    }
    std::vector<CompileJob> jobs;
    for (const EmittedFile& file : library.files) {
        write_file(folder / "library" / file.path, file.contents);
        if (is_compiled(file.path)) {
            jobs.push_back({"library/" + file.path, "library/" + file.path + ".o", flags});
        }
    }
    return jobs;
}

std::vector<CompileJob> write_harness(const EmittedLibrary& library, const Target& target, const fs::path& folder) {
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.path.starts_with("harness/") || file.path.starts_with("common/")) {
            write_file(folder / file.path, file.contents);
        }
    }
    write_file(folder / "harness/model_under_test.h", model_under_test_header(library.model_name));
    // The harness must not pull anything from libc: what is pulled counts for the library.
    const std::vector<std::string> flags = {"-O2", "-fno-tree-loop-distribute-patterns", "-Iharness", "-Ilibrary"};
    std::vector<CompileJob> jobs = {{"harness/main.cpp", "harness/main.cpp.o", flags}};
    for (const std::string& name : target.startup_files) {
        jobs.push_back({name, "harness/" + fs::path(name).filename().string() + ".o", flags});
    }
    return jobs;
}

void compile(const CompileJob& job, const Target& target, const fs::path& folder) {
    Command command;
    command.working_directory = folder;
    command.arguments = {target.compiler, "-std=c++14", "-c", job.source, "-o", job.object};
    append(command.arguments, target.compile_flags);
    append(
        command.arguments, {"-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics",
                            "-fno-asynchronous-unwind-tables", "-ffunction-sections", "-fdata-sections"}
    );
    append(command.arguments, job.flags);
    const CommandResult result = run_command(command);
    if (result.exit_status != 0 || result.timed_out) {
        throw_tool_failure("compiler", command, result);
    }
}

// Two at a time: compilers are processes, so two threads that wait for them suffice.
void compile_all(const std::vector<CompileJob>& jobs, const Target& target, const fs::path& folder) {
    std::mutex mutex;
    std::size_t next = 0;
    const auto work = [&] {
        for (;;) {
            std::size_t index = 0;
            {
                const std::lock_guard lock(mutex);
                index = next++;
            }
            if (index >= jobs.size()) {
                return;
            }
            compile(jobs[index], target, folder);
        }
    };
    std::future<void> other = std::async(std::launch::async, work);
    try {
        work();
    } catch (...) {
        other.wait();
        throw;
    }
    other.get();
}

std::string memory_command(const MemoryRegion& flash, const MemoryRegion& ram) {
    return fmt::format(
        "MEMORY\n{{\n    FLASH (rx) : ORIGIN = {:#x}, LENGTH = {:#x}\n    RAM (rwx) : ORIGIN = {:#x}, LENGTH = "
        "{:#x}\n}}\n\n",
        flash.origin, flash.size_bytes, ram.origin, ram.size_bytes
    );
}

Command link_command(const std::vector<CompileJob>& jobs, const Target& target, const fs::path& folder) {
    Command command;
    command.working_directory = folder;
    command.arguments = {target.compiler, "-o", "firmware.elf", "-Wl,--gc-sections", "-Wl,-Map=firmware.map"};
    append(command.arguments, target.compile_flags);
    append(command.arguments, target.link_flags);
    for (const CompileJob& job : jobs) {
        command.arguments.push_back(job.object);
    }
    if (!target.linker_script.empty()) {
        command.arguments.push_back("-Tfirmware.ld");
    }
    return command;
}

void measure(Firmware& firmware, const Target& target) {
    firmware.symbols = read_elf_symbols(read_file(firmware.elf));
    const std::vector<LinkedPiece> pieces = read_link_map(read_file(firmware.folder->path() / "firmware.map"));
    const bool has_system = target.emulator == EmulatorKind::qemu_user;
    firmware.sizes = measure_sizes(
        pieces, firmware.symbols, firmware.model_name, has_system ? ArchiveOwner::harness : ArchiveOwner::library
    );
}

// Memory of any size, to learn how much is needed when the machine's is too small.
CommandResult link_without_limits(const Command& command, const Target& target) {
    constexpr std::uint64_t plenty = 0x10000000;
    const std::string memory =
        memory_command({target.machine_flash.origin, plenty}, {target.machine_ram.origin, plenty});
    write_file(command.working_directory / "firmware.ld", memory + target.linker_script);
    return run_command(command);
}

void link(Firmware& firmware, const std::vector<CompileJob>& jobs, const Target& target) {
    const Command command = link_command(jobs, target, firmware.folder->path());
    if (!target.linker_script.empty()) {
        const std::string memory = memory_command(target.machine_flash, target.machine_ram);
        write_file(command.working_directory / "firmware.ld", memory + target.linker_script);
    }
    const CommandResult result = run_command(command);
    const bool is_linked = result.exit_status == 0 && !result.timed_out;
    if (!is_linked && (target.linker_script.empty() || link_without_limits(command, target).exit_status != 0)) {
        throw_tool_failure("linker", command, result);
    }
    measure(firmware, target);
    check_fit(firmware.model_name, memory_needs(firmware.sizes, stack_reserve_bytes), target);
    if (!is_linked) {
        // It fits the limits that the target states, but not the machine that it is emulated on.
        throw_tool_failure("linker", command, result);
    }
}

} // namespace

Firmware build_firmware(const EmittedLibrary& library, const Target& target, const FirmwareOptions& options) {
    Firmware firmware;
    firmware.folder = std::make_shared<ScratchFolder>(options.keep);
    firmware.model_name = library.model_name;
    firmware.marks = options.marks;
    const fs::path& folder = firmware.folder->path();
    firmware.elf = folder / "firmware.elf";
    std::vector<CompileJob> jobs = write_library(library, options, folder);
    for (CompileJob& job : write_harness(library, target, folder)) {
        jobs.push_back(std::move(job));
    }
    compile_all(jobs, target, folder);
    link(firmware, jobs, target);
    return firmware;
}

} // namespace thimble

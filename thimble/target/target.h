// SPDX-License-Identifier: Apache-2.0
// A target: the core, tools, memory and emulator that a library is built and measured for.
// Read from targets/<name>/target.toml; a board inherits from a core and overrides fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thimble {

/// How firmware is run: as a program of this computer, by QEMU as a machine, or by QEMU as a Linux program.
enum class EmulatorKind : std::uint8_t { native, qemu_system, qemu_user };

struct MemoryRegion {
    std::uint64_t origin = 0;
    std::uint64_t size_bytes = 0;
};

struct Target {
    std::string name;
    std::string description;
    std::string inherits;              ///< name of the target it extends, or empty
    std::string architecture;          ///< `armv6-m`, `armv7e-m`, `rv32imc`, `host`
    std::vector<std::string> features; ///< `dsp`, `fpu`, `mve`: what kernel variants ask for
    std::uint64_t clock_hz = 0;        ///< 0 when unknown

    std::string compiler;                   ///< C++ driver: `arm-none-eabi-g++`
    std::vector<std::string> compile_flags; ///< core selection: `-mcpu=cortex-m4` ...
    std::vector<std::string> link_flags;

    std::uint64_t ram_bytes = 0;   ///< 0: not limited (host)
    std::uint64_t flash_bytes = 0; ///< 0: not limited (host)

    std::uint64_t flash_wait_states = 0; ///< cycles that a fetch of code from a new line of flash waits
    std::uint64_t flash_line_bytes = 4;  ///< that one access to flash reads

    EmulatorKind emulator = EmulatorKind::native;
    std::vector<std::string> emulator_command; ///< program and arguments before the firmware's
    MemoryRegion machine_flash;                ///< of the emulated machine, which may be larger than the board's
    MemoryRegion machine_ram;
    std::string linker_script;              ///< sections in FLASH and RAM, without a MEMORY command; empty on the host
    std::vector<std::string> startup_files; ///< sources linked into firmware: below targets/, or absolute paths

    bool has_feature(const std::string& feature) const;
};

/// Finds a built-in target by name, or reads a target file when `name_or_path` ends in `.toml`.
/// Errors: OptionError E0110 for an unknown name, with the nearest one; ModelError E0210 to E0214 for a target file
/// that cannot be read, with file and line.
Target load_target(const std::string& name_or_path);

/// Names of the built-in targets, sorted.
std::vector<std::string> target_names();

} // namespace thimble

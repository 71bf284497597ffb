// SPDX-License-Identifier: Apache-2.0
// The symbol table of a linked firmware.
// Source: Tool Interface Standard, "Executable and Linking Format", version 1.2, and its 64-bit extension.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

struct ElfSymbol {
    std::string name;
    std::uint64_t address = 0; ///< bit 0 of Thumb functions cleared
    std::uint64_t size_bytes = 0;
    bool is_function = false;
};

/// Defined symbols of a little-endian ELF file of either class, by address.
/// Errors: EnvironmentError E0613 when the file is not one.
std::vector<ElfSymbol> read_elf_symbols(std::string_view file_contents);

/// The symbol with this name, or null.
const ElfSymbol* find_symbol(const std::vector<ElfSymbol>& symbols, std::string_view name);

} // namespace thimble

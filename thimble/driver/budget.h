// SPDX-License-Identifier: Apache-2.0
// Limits a build must hold, as given on the command line: `--max-ram 32K`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thimble {

struct Budget {
    std::optional<std::uint64_t> max_ram_bytes;
    std::optional<std::uint64_t> max_flash_bytes;
    std::optional<std::uint64_t> max_instructions;
    std::optional<std::uint64_t> max_cycles;
};

/// `32K`, `1.5M`, `4096`: K is 1024 for bytes.
/// Errors: OptionError E0103.
std::uint64_t parse_byte_count(const std::string& text);

/// `5M`, `750k`: K is 1000 for counts.
/// Errors: OptionError E0103.
std::uint64_t parse_count(const std::string& text);

struct BudgetUse {
    std::string what; ///< `RAM`, `flash`, `instructions`
    std::uint64_t used = 0;
    std::uint64_t limit = 0;

    bool holds() const { return used <= limit; }
};

} // namespace thimble

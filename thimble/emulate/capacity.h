// SPDX-License-Identifier: Apache-2.0
// Whether a model fits a target's memories, with an error that names both when one of them is exceeded.
#pragma once

#include "thimble/emulate/firmware_sizes.h"
#include "thimble/target/target.h"

#include <cstdint>
#include <string>

namespace thimble {

/// Stack kept free for one inference until it has been measured.
inline constexpr std::uint64_t stack_reserve_bytes = 1024;

/// What a model asks of each memory, and how that adds up, in words: `arena 54,272 + stack 1,024`.
struct MemoryNeeds {
    std::uint64_t ram_bytes = 0;
    std::uint64_t flash_bytes = 0;
    std::string ram_sum;
    std::string flash_sum;
};

/// Needs of a linked firmware whose inference takes `stack_bytes` of stack.
MemoryNeeds memory_needs(const FirmwareSizes& sizes, std::uint64_t stack_bytes);

/// Errors: CapacityError E0510 with a note for RAM and a note for flash.
void check_fit(const std::string& model_name, const MemoryNeeds& needs, const Target& target);

/// The same before anything is compiled, from what is known then: code and state come on top.
/// Errors: CapacityError E0510.
void check_fit(
    const std::string& model_name, std::uint64_t arena_bytes, std::uint64_t constant_bytes, const Target& target
);

} // namespace thimble

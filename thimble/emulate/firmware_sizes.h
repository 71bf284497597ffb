// SPDX-License-Identifier: Apache-2.0
// Where the bytes of a firmware go: the library's code, its weights, its memory, and the test harness apart.
#pragma once

#include "thimble/emulate/elf_symbols.h"
#include "thimble/emulate/link_map.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thimble {

/// Measured in the linked firmware. The harness (start-up, files, main) is in no other field.
struct FirmwareSizes {
    std::uint64_t flash_code_bytes = 0;   ///< the library's and what it pulls from libc, libm and libgcc
    std::uint64_t flash_weight_bytes = 0; ///< the file `<model>_weights`
    std::uint64_t flash_harness_bytes = 0;
    std::uint64_t arena_bytes = 0;
    std::uint64_t model_bytes = 0;        ///< the model's state struct
    std::uint64_t library_data_bytes = 0; ///< static variables of the library and of what it pulls
    std::uint64_t harness_data_bytes = 0;

    std::uint64_t flash_bytes() const { return flash_code_bytes + flash_weight_bytes + flash_harness_bytes; }

    /// RAM without the stack.
    std::uint64_t static_ram_bytes() const {
        return arena_bytes + model_bytes + library_data_bytes + harness_data_bytes;
    }
};

/// Whose archive members (libc, libm, libgcc) are: on a bare device they are there because of the library; under an
/// operating system most come with any program.
enum class ArchiveOwner : std::uint8_t { library, harness };

/// Attributes pieces by object: `harness/` holds the harness, `<model>_weights` the weights, archives are `archives`'.
/// A libc member that both use counts as the others do.
FirmwareSizes measure_sizes(
    const std::vector<LinkedPiece>& pieces, const std::vector<ElfSymbol>& symbols, const std::string& model_name,
    ArchiveOwner archives = ArchiveOwner::library
);

} // namespace thimble

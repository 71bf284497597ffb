// SPDX-License-Identifier: Apache-2.0
// A firmware: an emitted library, linked with the test harness for a target.
#pragma once

#include "thimble/emit/emitted_library.h"
#include "thimble/emulate/elf_symbols.h"
#include "thimble/emulate/firmware_sizes.h"
#include "thimble/emulate/scratch_folder.h"
#include "thimble/target/target.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace thimble {

/// Whether the library is compiled with marks at the start of each layer (THIMBLE_PROFILE).
enum class LayerMarks : bool { absent, present };

struct FirmwareOptions {
    std::string optimization = "-O2";
    LayerMarks marks = LayerMarks::absent;
    std::vector<std::string> extra_flags; ///< for the library's sources: `-DTHIMBLERT_SPECIALIZE`
    KeepFiles keep = KeepFiles::no;       ///< leave sources, objects and map behind
};

struct Firmware {
    std::shared_ptr<ScratchFolder> folder; ///< owns the files
    std::filesystem::path elf;
    std::string model_name;
    LayerMarks marks = LayerMarks::absent;
    FirmwareSizes sizes;
    std::vector<ElfSymbol> symbols;
};

/// Compiles the library (all top-level sources but the self-test) as C++14 and links it with the harness.
/// Errors: CapacityError E0510 when it does not fit the target's RAM or flash, EnvironmentError E0610 when the
/// compiler is missing, E0614 when it refuses the sources.
Firmware build_firmware(const EmittedLibrary& library, const Target& target, const FirmwareOptions& options = {});

} // namespace thimble

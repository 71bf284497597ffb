// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/firmware_sizes.h"

namespace thimble {
namespace {

enum class Owner : std::uint8_t { library, weights, harness };

Owner owner_of(const LinkedPiece& piece, const std::string& model_name, ArchiveOwner archives) {
    if (piece.object.starts_with("library/" + model_name + "_weights.")) {
        return Owner::weights;
    }
    // Crt files of the host's own compiler stand outside both folders and are no archive members.
    const bool is_archive_member = archives == ArchiveOwner::library && piece.object.ends_with(')');
    const bool is_library = piece.object.starts_with("library/") || piece.object == "linker stubs";
    return is_library || is_archive_member ? Owner::library : Owner::harness;
}

std::uint64_t symbol_bytes(const std::vector<ElfSymbol>& symbols, std::string_view name) {
    const ElfSymbol* symbol = find_symbol(symbols, name);
    return symbol == nullptr ? 0 : symbol->size_bytes;
}

} // namespace

FirmwareSizes measure_sizes(
    const std::vector<LinkedPiece>& pieces, const std::vector<ElfSymbol>& symbols, const std::string& model_name,
    ArchiveOwner archives
) {
    FirmwareSizes sizes;
    for (const LinkedPiece& piece : pieces) {
        const Owner owner = owner_of(piece, model_name, archives);
        if (is_in_flash(piece)) {
            (owner == Owner::weights   ? sizes.flash_weight_bytes
             : owner == Owner::harness ? sizes.flash_harness_bytes
                                       : sizes.flash_code_bytes) += piece.size_bytes;
        }
        if (is_in_ram(piece)) {
            (owner == Owner::harness ? sizes.harness_data_bytes : sizes.library_data_bytes) += piece.size_bytes;
        }
    }
    // The harness defines the arena and the model's state on behalf of the library.
    sizes.arena_bytes = symbol_bytes(symbols, "thimble_arena");
    sizes.model_bytes = symbol_bytes(symbols, "thimble_model");
    const std::uint64_t on_behalf = sizes.arena_bytes + sizes.model_bytes;
    sizes.harness_data_bytes -= on_behalf < sizes.harness_data_bytes ? on_behalf : sizes.harness_data_bytes;
    return sizes;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What each object file put into a linked firmware, read from the map that GNU ld writes (-Map).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

/// A piece of an output section that came from one object file, the padding after it included.
struct LinkedPiece {
    std::string section; ///< of the object: `.text.conv2d_s8`
    std::string object;  ///< path, archive members as `libgcc.a(_udivsi3.o)`
    std::uint64_t size_bytes = 0;
};

/// The pieces that occupy target memory; debug information and discarded sections are left out.
std::vector<LinkedPiece> read_link_map(std::string_view text);

/// Whether a section is stored in flash: code, constants, and initial values of variables.
bool is_in_flash(const LinkedPiece& piece);
/// Whether a section occupies RAM while running.
bool is_in_ram(const LinkedPiece& piece);

} // namespace thimble

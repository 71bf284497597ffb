// SPDX-License-Identifier: Apache-2.0
// Whether and how output is coloured. Data goes to stdout, messages to stderr.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace thimble::cli {

enum class ColorMode : std::uint8_t { automatic, always, never };
enum class Style : std::uint8_t { bold, red, green, yellow, cyan, dim };

/// True when `descriptor` (1 or 2) should carry colours: --color, then NO_COLOR, CLICOLOR_FORCE,
/// TERM=dumb, then whether it is a terminal. Source: no-color.org, bixense.com/clicolors.
bool uses_color(ColorMode mode, int descriptor);

/// The text in a style, or as it is when `is_colored` is false.
std::string styled(std::string_view text, Style style, bool is_colored);

/// `1,234,567`
std::string with_thousands(std::uint64_t number);

/// `55,296 B (54.0 KiB)`
std::string byte_text(std::uint64_t bytes);

} // namespace thimble::cli

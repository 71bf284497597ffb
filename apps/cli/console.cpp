// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/console.h"

#include <cstdlib>
#include <unistd.h>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

} // namespace

bool uses_color(ColorMode mode, int descriptor) {
    if (mode != ColorMode::automatic) {
        return mode == ColorMode::always;
    }
    if (is_set("NO_COLOR")) {
        return false;
    }
    if (is_set("CLICOLOR_FORCE")) {
        return true;
    }
    const char* terminal = std::getenv("TERM");
    return isatty(descriptor) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::string styled(std::string_view text, Style style, bool is_colored) {
    if (!is_colored) {
        return std::string(text);
    }
    constexpr int codes[] = {1, 31, 32, 33, 36, 2};
    return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(style)], text);
}

std::string with_thousands(std::uint64_t number) {
    const std::string digits = fmt::format("{}", number);
    std::string text;
    for (std::size_t index = 0; index < digits.size(); ++index) {
        if (index > 0 && (digits.size() - index) % 3 == 0) {
            text += ',';
        }
        text += digits[index];
    }
    return text;
}

std::string byte_text(std::uint64_t bytes) {
    return fmt::format("{} B ({:.1f} KiB)", with_thousands(bytes), static_cast<double>(bytes) / 1024.0);
}

} // namespace thimble::cli

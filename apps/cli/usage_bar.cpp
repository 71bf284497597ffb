// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/usage_bar.h"

#include "apps/cli/console.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble::cli {

std::string usage_bar(std::string_view what, std::uint64_t used, std::uint64_t total, std::string_view how_known) {
    const std::string label = fmt::format("{}:", what);
    if (total == 0) {
        return fmt::format("{:<7}{}, {}\n", label, byte_text(used), how_known);
    }
    constexpr std::uint64_t cells = 20;
    const double share = static_cast<double>(used) / static_cast<double>(total);
    const auto filled = std::min(cells, static_cast<std::uint64_t>(share * cells + (used > 0 ? 0.999 : 0)));
    return fmt::format(
        "{:<7}[{:<{}}] {:5.1f} % ({} of {} B), {}\n", label, std::string(filled, '='), cells, share * 100,
        with_thousands(used), with_thousands(total), how_known
    );
}

} // namespace thimble::cli

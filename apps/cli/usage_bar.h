// SPDX-License-Identifier: Apache-2.0
// One line that shows how much of a memory is used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace thimble::cli {

/// `RAM:   [==        ]  20.4 % (13,364 B of 65,536 B) estimated`; without a total the bar is left out.
std::string usage_bar(std::string_view what, std::uint64_t used, std::uint64_t total, std::string_view how_known);

} // namespace thimble::cli

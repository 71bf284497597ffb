// SPDX-License-Identifier: Apache-2.0
// The meaning of every error code, for `thimble explain`.
#pragma once

#include <string_view>
#include <vector>

namespace thimble {

struct ErrorExplanation {
    std::string_view code;
    std::string_view title;
    std::string_view explanation; ///< cause, then what to do
};

/// All codes in ascending order. A test holds the list against the codes used in the sources.
const std::vector<ErrorExplanation>& error_catalog();

/// Null for an unknown code; letters may be of either case.
const ErrorExplanation* find_explanation(std::string_view code);

} // namespace thimble

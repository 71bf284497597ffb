// SPDX-License-Identifier: Apache-2.0
// Compares concatenated outputs element by element.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>
#include <string>
#include <vector>

namespace thimble {

struct OutputDifference {
    bool is_equal = true;          ///< every byte
    bool is_within = true;         ///< integers equal, floats within the relative tolerance
    double max_abs_difference = 0; ///< NaN against a number counts as infinite
    std::string first_difference;  ///< `element 3: found 5, expected 4`
};

/// `found` and `expected` hold all outputs of `graph` one after another.
OutputDifference compare_outputs(
    const Graph& graph, const std::vector<std::byte>& found, const std::vector<std::byte>& expected,
    double relative_tolerance
);

} // namespace thimble

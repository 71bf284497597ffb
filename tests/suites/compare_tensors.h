// SPDX-License-Identifier: Apache-2.0
// Holds an output against the one that a suite expects.
#pragma once

#include "thimble/core/tensor.h"

#include <cstdint>
#include <string>

namespace thimble::suites {

/// How near two tensors are, from nearest to farthest.
enum class Nearness : std::uint8_t {
    exact,       ///< the same numbers; NaN equals NaN
    elementwise, ///< floats as ONNX's own test runner takes them: 1e-7 + 1e-3 * |expected| for each element
    relative,    ///< floats as Thimble takes them: 1e-4 of the largest magnitude
    one_quantum, ///< quantised integers that differ by one
    different
};

enum class Quantised : bool { no, yes };

struct TensorComparison {
    Nearness nearness = Nearness::exact;
    double max_difference = 0;
    std::string what; ///< `element 3: found 5, expected 4`, or how data type or shape differ; empty when exact
};

/// `quantised` tells whether integers may differ by one quantum.
TensorComparison compare(const Tensor& found, const Tensor& expected, Quantised quantised);

} // namespace thimble::suites

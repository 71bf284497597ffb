// SPDX-License-Identifier: Apache-2.0
// The family of operators that reduce some axes to one number each: one row an operator.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace thimble {

/// Which data types besides float32 an operator reduces.
struct ReduceTypes {
    bool has_reals = true;
    bool has_integers = false; ///< plain ones
    bool has_codes = false;    ///< int8 with a scale
    bool has_booleans = false;
};

struct ReduceFunction {
    std::string_view name;
    std::string_view summary;
    ReduceTypes types;
    double (*of_reals)(std::span<const double> values);
    /// Modulo 2^64; null without an integer form. Booleans count as 0 and 1.
    std::int64_t (*of_integers)(std::span<const std::int64_t> values) = nullptr;
};

/// The row of an operator of the family.
const ReduceFunction& reduce_function(std::string_view op);

/// Factor from the sum of (stored - zero point) to the output of reduce_sum.
QuantizedMultiplier reduce_sum_multiplier(const NodeView& node);

} // namespace thimble

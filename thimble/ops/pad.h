// SPDX-License-Identifier: Apache-2.0
// Attributes of pad, for passes and lowering.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// Elements added before and after one axis.
struct PadAmount {
    std::int64_t before = 0;
    std::int64_t after = 0;

    friend bool operator==(const PadAmount&, const PadAmount&) = default;
};

/// What the added elements are: one value; the tensor mirrored without or with its outermost elements; its outermost
/// elements; or the tensor again.
enum class PadMode : std::uint8_t { constant, reflect, symmetric, edge, wrap };

/// One amount an axis, for an input of `rank` axes.
///
/// Errors: ModelError E0422 for a wrong number of values or a negative one.
std::vector<PadAmount> pad_amounts(const Attributes& attributes, std::size_t rank);

/// Errors: ModelError E0422 for an unknown mode.
PadMode pad_mode(const Attributes& attributes);

/// The value of the mode `constant`: a real one where there is a scale.
double pad_value(const Attributes& attributes);

/// The bytes of one element of that value.
std::vector<std::byte> pad_element(const NodeView& node);

/// For each index along a padded axis the index of the input that it repeats; -1 for the constant.
std::vector<std::int64_t> padded_indices(PadMode mode, std::int64_t extent, PadAmount amount);

} // namespace thimble

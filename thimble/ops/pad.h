// SPDX-License-Identifier: Apache-2.0
// Attributes of pad, for passes and lowering.
#pragma once

#include "thimble/ir/attributes.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// Elements added before and after one axis.
struct PadAmount {
    std::int64_t before = 0;
    std::int64_t after = 0;

    friend bool operator==(const PadAmount&, const PadAmount&) = default;
};

/// One amount an axis, for an input of `rank` axes.
///
/// Errors: ModelError E0422 for a wrong number of values or a negative one.
std::vector<PadAmount> pad_amounts(const Attributes& attributes, std::size_t rank);

} // namespace thimble

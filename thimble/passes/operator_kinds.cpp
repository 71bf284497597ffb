// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/operator_kinds.h"

#include <algorithm>
#include <string_view>

namespace thimble {

namespace {

constexpr std::string_view moving_operators[] = {
    "reshape", "transpose", "concat", "pad", "slice", "expand", "tile", "gather", "max_pool2d",
};

bool fills_with_zero(const NodeView& node) {
    return !node.attributes().has("value") || node.attributes().get<double>("value") == 0.0;
}

} // namespace

bool only_moves_elements(const NodeView& node) {
    const bool is_listed = std::find(std::begin(moving_operators), std::end(moving_operators), node.node().op) !=
                           std::end(moving_operators);
    // An activation would clamp to bounds that are rounded to the scale.
    return is_listed && !node.attributes().has("activation") && fills_with_zero(node);
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/operator_kinds.h"

#include <algorithm>
#include <string_view>

namespace thimble {

namespace {

constexpr std::string_view moving_operators[] = {
    "reshape", "transpose", "concat", "pad", "slice", "expand", "tile", "gather", "max_pool2d", "resize",
};

constexpr std::string_view weighted_operators[] = {
    "conv2d", "conv3d", "depthwise_conv2d", "fully_connected", "transpose_conv",
};

template <std::size_t count> bool contains(const std::string_view (&names)[count], std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// resize in any mode but nearest computes.
bool interpolates(const NodeView& node) {
    const Attributes& attributes = node.attributes();
    const bool is_nearest = !attributes.has("mode") || attributes.get<std::string>("mode") == "nearest";
    return node.node().op == "resize" && (!is_nearest || attributes.has("crop"));
}

bool fills_with_zero(const NodeView& node) {
    return !node.attributes().has("value") || node.attributes().get<double>("value") == 0.0;
}

} // namespace

bool only_moves_elements(const NodeView& node) {
    // An activation would clamp to bounds that are rounded to the scale.
    return contains(moving_operators, node.node().op) && !node.attributes().has("activation") &&
           fills_with_zero(node) && !interpolates(node);
}

bool has_weights(const Node& node) {
    return contains(weighted_operators, node.op);
}

} // namespace thimble

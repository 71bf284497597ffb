// SPDX-License-Identifier: Apache-2.0
// What average_pool2d and max_pool2d have in common: attributes, window and inference.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/window.h"

#include <vector>

namespace thimble {

/// Attributes of average_pool2d and max_pool2d.
std::vector<AttributeSpec> pool2d_attribute_specs();

/// Window of a pool node.
Window pool2d_window(const NodeView& node);

/// Inference of both pools: input [n, h, w, c] gives [n, oh, ow, c]; padding is smaller than the
/// window, so that every window holds at least one element; int8 and int16 keep their quantisation.
std::vector<TensorType> infer_pool2d(const NodeView& node);

} // namespace thimble

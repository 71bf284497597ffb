// SPDX-License-Identifier: Apache-2.0
// The operator dynamic_update_slice: a tensor with a box of it replaced, at a place that another tensor holds. The
// place is moved so that the box lies within, as TensorFlow Lite's kernels/dynamic_update_slice.cc does.
#include "thimble/core/error.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

bool fits(const Shape& update, const Shape& shape) {
    if (update.rank() != shape.rank()) {
        return false;
    }
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        if (update[axis] > shape[axis]) {
            return false;
        }
    }
    return true;
}

std::vector<TensorType> infer(const NodeView& node) {
    const Shape& shape = node.input(0).shape;
    const Shape& update = node.input(1).shape;
    require_same_data_type(node, 2);
    require_indices(node, 2);
    if (!fits(update, shape) || node.input(2).shape != Shape{static_cast<std::int64_t>(shape.rank())}) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "input is {}, update is {} and starts are {}, expected an update within the input and a "
                             "start for each axis",
                             shape.to_string(), update.to_string(), node.input(2).shape.to_string()
                         )
        );
    }
    return {moved_type(node, 2, shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& shape = node.input(0).shape;
    const Shape& box = node.input(1).shape;
    const std::vector<std::int64_t> starts = index_values(*inputs[2]);
    Tensor output(node.output());
    output.bytes = inputs[0]->bytes;
    for (std::int64_t place = 0; place < box.element_count(); ++place) {
        std::int64_t rest = place;
        std::int64_t target = 0;
        std::int64_t stride = 1;
        for (std::size_t axis = shape.rank(); axis-- > 0;) {
            const std::int64_t start = std::clamp<std::int64_t>(starts[axis], 0, shape[axis] - box[axis]);
            target += (start + rest % box[axis]) * stride;
            rest /= box[axis];
            stride *= shape[axis];
        }
        move_element(*inputs[1], place, output, target);
    }
    return {output};
}

} // namespace

OpDef dynamic_update_slice_def() {
    return {
        .name = "dynamic_update_slice",
        .summary = "a tensor with a box of it replaced: input, update, its first index along each axis",
        .min_inputs = 3,
        .max_inputs = 3,
        .attributes = {},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

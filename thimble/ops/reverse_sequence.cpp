// SPDX-License-Identifier: Apache-2.0
// The operator reverse_sequence: the first elements of each sequence of a batch in reverse order, as many as the
// sequence is long. The batch and the time are the first two axes, in either order.
#include "thimble/core/error.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, 1);
    require_indices(node, 1);
    const Shape& shape = node.input(0).shape;
    const std::size_t time = axis_attribute(node.attributes(), "time_axis", 2);
    if (shape.rank() < 2 || node.input(1).shape != Shape{shape[1 - time]}) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "input is {} and lengths are {}, expected two or more axes and a length for each index of "
                             "axis {}",
                             shape.to_string(), node.input(1).shape.to_string(), 1 - time
                         )
        );
    }
    return {moved_type(node, 1, shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& shape = node.input(0).shape;
    const std::size_t time = axis_attribute(node.attributes(), "time_axis", 2);
    const std::int64_t block = count_between(shape, 2, shape.rank());
    const std::vector<std::int64_t> lengths = index_values(*inputs[1]);
    Tensor output(node.output());
    for (std::int64_t place = 0; place < shape.element_count(); ++place) {
        const std::int64_t position[2] = {place / (block * shape[1]), place / block % shape[1]};
        const std::int64_t length =
            std::clamp<std::int64_t>(lengths[static_cast<std::size_t>(position[1 - time])], 0, shape[time]);
        const std::int64_t moment = position[time];
        const std::int64_t source = moment < length ? length - 1 - moment : moment;
        const std::int64_t stride = time == 0 ? block * shape[1] : block;
        move_element(*inputs[0], place + (source - moment) * stride, output, place);
    }
    return {output};
}

} // namespace

OpDef reverse_sequence_def() {
    return {
        .name = "reverse_sequence",
        .summary = "the beginning of each sequence in reverse order",
        .min_inputs = 2,
        .max_inputs = 2,
        .attributes = {{.name = "time_axis", .kind_example = std::int64_t{0}}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

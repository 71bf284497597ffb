// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/reshape_groups.h"

#include <algorithm>

namespace thimble {

namespace {

using Axes = std::vector<std::size_t>;

Axes axes_above_one(const Shape& shape) {
    Axes axes = identity_permutation(shape.rank());
    std::erase_if(axes, [&](std::size_t axis) { return shape[axis] == 1; });
    return axes;
}

} // namespace

std::optional<ReshapeGroups> ReshapeGroups::between(const Shape& input, const Shape& output) {
    if (input.element_count() < 1 || input.element_count() != output.element_count()) {
        return std::nullopt;
    }
    ReshapeGroups result;
    result.input_.shape = input;
    result.output_.shape = output;
    const Axes from = axes_above_one(input);
    const Axes to = axes_above_one(output);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < from.size() && j < to.size()) {
        Axes from_group = {from[i]};
        Axes to_group = {to[j]};
        std::int64_t from_extent = input[from[i++]];
        std::int64_t to_extent = output[to[j++]];
        // Both sides have the same product, so that the smaller one always has another axis.
        while (from_extent != to_extent) {
            if (from_extent < to_extent) {
                from_group.push_back(from[i]);
                from_extent *= input[from[i++]];
            } else {
                to_group.push_back(to[j]);
                to_extent *= output[to[j++]];
            }
        }
        result.input_.groups.push_back(from_group);
        result.output_.groups.push_back(to_group);
    }
    return result;
}

std::optional<Axes> ReshapeGroups::order_of(const Side& side, const Permutation& permutation) {
    Axes sequence = permutation;
    std::erase_if(sequence, [&](std::size_t axis) { return side.shape[axis] == 1; });
    Axes order;
    for (std::size_t place = 0; place < sequence.size();) {
        const auto group = std::find_if(side.groups.begin(), side.groups.end(), [&](const Axes& axes) {
            return axes.front() == sequence[place];
        });
        const bool follows =
            group != side.groups.end() && place + group->size() <= sequence.size() &&
            std::equal(group->begin(), group->end(), sequence.begin() + static_cast<std::ptrdiff_t>(place));
        if (!follows) {
            return std::nullopt;
        }
        order.push_back(static_cast<std::size_t>(group - side.groups.begin()));
        place += group->size();
    }
    return order;
}

Permutation ReshapeGroups::permutation_of(const Side& side, const Axes& order) {
    Axes sequence;
    for (const std::size_t group : order) {
        sequence.insert(sequence.end(), side.groups[group].begin(), side.groups[group].end());
    }
    Permutation result = identity_permutation(side.shape.rank());
    std::size_t next = 0;
    for (std::size_t place = 0; place < result.size(); ++place) {
        if (side.shape[place] != 1) {
            result[place] = sequence[next++];
        }
    }
    return result;
}

std::optional<Axes> ReshapeGroups::order_of_input(const Permutation& permutation) const {
    return order_of(input_, permutation);
}

std::optional<Axes> ReshapeGroups::order_of_output(const Permutation& permutation) const {
    return order_of(output_, permutation);
}

Permutation ReshapeGroups::input_permutation(const Axes& order) const {
    return permutation_of(input_, order);
}

Permutation ReshapeGroups::output_permutation(const Axes& order) const {
    return permutation_of(output_, order);
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Which axes of a reshape's input become which of its output: [n, c, h, w] -> [n, g, c / g, h * w]
// has the groups n <- n, c -> g, c / g and h, w -> h * w. Groups may change places together.
#pragma once

#include "thimble/passes/permutation.h"

#include <optional>
#include <vector>

namespace thimble {

class ReshapeGroups {
public:
    /// The finest groups; empty for tensors without elements.
    static std::optional<ReshapeGroups> between(const Shape& input, const Shape& output);

    /// Order of the groups when the input's axes are permuted; empty when that tears a group apart.
    /// Axes of extent 1 may be anywhere.
    std::optional<std::vector<std::size_t>> order_of_input(const Permutation& permutation) const;
    std::optional<std::vector<std::size_t>> order_of_output(const Permutation& permutation) const;

    /// A permutation that brings the groups into this order; axes of extent 1 stay where they are.
    Permutation input_permutation(const std::vector<std::size_t>& order) const;
    Permutation output_permutation(const std::vector<std::size_t>& order) const;

private:
    /// One side of the reshape: its shape and the axes of each group.
    struct Side {
        Shape shape;
        std::vector<std::vector<std::size_t>> groups;
    };

    static std::optional<std::vector<std::size_t>> order_of(const Side& side, const Permutation& permutation);
    static Permutation permutation_of(const Side& side, const std::vector<std::size_t>& order);

    Side input_;
    Side output_;
};

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The first convolutions of a network, computed band by band: some rows of the last one's output at a time, so that the
// large images between them never exist as a whole. Rows at the borders of bands are computed twice.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// How many of the first nodes make a stage, and in how many bands it is computed.
struct BandedStage {
    std::size_t nodes = 0;
    std::int64_t bands = 1;
};

/// The longest stages worth while: chains of convolutions from the only input on, whose last output is smaller than all
/// before it. The shortest comes first.
std::vector<std::size_t> stage_lengths(const Graph& graph);

/// The same graph with its first stage in bands: each cuts its rows out of the input and runs through copies of the
/// stage's nodes, and the outputs are joined. Requires a length from stage_lengths and at least two bands, no more
/// than the stage's output has rows.
Graph split_into_bands(const Graph& graph, const BandedStage& stage);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// How far an output must start before its input so that a kernel never overwrites what it has still to read. Kernels
// that walk over an image in memory order read further on in the input than they write in the output, seen from
// an output that starts early enough.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/window.h"
#include "thimble/program/program.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// When a kernel reads what a block of output pixels depends on.
enum class BlockReads : std::uint8_t {
    before_writes, ///< all of it before the block's first output; pixels that fill no block come one by one
    while_writing, ///< also between the block's outputs
};

/// A kernel computes output pixels in memory order, so many at a time.
struct PixelBlocks {
    std::int64_t pixels = 1;
    BlockReads reads = BlockReads::while_writing;
};

/// Bytes by which output 0 [1, h, w, c] must start before input 0 of a node with this window.
std::size_t lead_bytes(const NodeView& node, const Window& window, PixelBlocks blocks);

/// Pair of operand 0 and operand `output` with this lead; none for more than one image or a constant input.
std::vector<InPlacePair>
overlap_ahead(const NodeView& node, const Window& window, PixelBlocks blocks, std::uint32_t output);

} // namespace thimble

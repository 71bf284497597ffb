// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/overlap.h"

#include <algorithm>
#include <limits>

namespace thimble {

namespace {

constexpr std::int64_t nothing_left = std::numeric_limits<std::int64_t>::max();

std::int64_t pixel_bytes(const TensorType& type) {
    return type.shape[3] * static_cast<std::int64_t>(size_bytes(type.data_type));
}

/// For each output pixel the lowest input byte that it or a later one reads; one more entry for the end.
std::vector<std::int64_t> lowest_reads(const NodeView& node, const Window& window) {
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    const std::int64_t input_pixel = pixel_bytes(node.input(0));
    std::vector<std::int64_t> reads;
    for (std::int64_t y = 0; y < output[1]; ++y) {
        const std::int64_t first_y = std::max<std::int64_t>(y * window.stride.height - window.padding.top, 0);
        for (std::int64_t x = 0; x < output[2]; ++x) {
            const std::int64_t first_x = std::max<std::int64_t>(x * window.stride.width - window.padding.left, 0);
            reads.push_back((first_y * input[2] + first_x) * input_pixel);
        }
    }
    reads.push_back(nothing_left);
    for (std::size_t index = reads.size() - 1; index > 0; --index) {
        reads[index - 1] = std::min(reads[index - 1], reads[index]);
    }
    return reads;
}

} // namespace

std::size_t lead_bytes(const NodeView& node, const Window& window, PixelBlocks blocks) {
    const std::vector<std::int64_t> reads = lowest_reads(node, window);
    const std::int64_t output_pixel = pixel_bytes(node.output());
    const auto pixels = static_cast<std::int64_t>(reads.size()) - 1;
    std::int64_t lead = 0;
    for (std::int64_t begin = 0; begin < pixels;) {
        const bool is_whole = pixels - begin >= blocks.pixels;
        const bool reads_first = is_whole && blocks.reads == BlockReads::before_writes;
        const bool is_single = !is_whole && blocks.reads == BlockReads::before_writes;
        const std::int64_t end = is_single ? begin + 1 : std::min(begin + blocks.pixels, pixels);
        const std::int64_t lowest_read = reads[static_cast<std::size_t>(reads_first ? end : begin)];
        lead = std::max(lead, end * output_pixel - lowest_read);
        begin = end;
    }
    return static_cast<std::size_t>(lead);
}

std::vector<InPlacePair>
overlap_ahead(const NodeView& node, const Window& window, PixelBlocks blocks, std::uint32_t output) {
    if (node.constant(0) != nullptr || node.input(0).shape[0] != 1) {
        return {};
    }
    return {{0, output, Overlap::ahead, lead_bytes(node, window, blocks)}};
}

} // namespace thimble

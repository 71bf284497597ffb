// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/overlap.h"

#include <algorithm>
#include <limits>

namespace thimble {

namespace {

constexpr std::int64_t nothing_left = std::numeric_limits<std::int64_t>::max();
/// Images of more pixels are not looked through block by block.
constexpr std::int64_t most_blocks = std::int64_t{1} << 20;

std::int64_t pixel_bytes(const TensorType& type) {
    return type.shape[3] * static_cast<std::int64_t>(size_bytes(type.data_type));
}

/// The lowest input byte that an output pixel or a later one reads. Windows go on to the right and down, so that it is
/// the pixel's own first byte or that of the next row.
class LowestReads {
public:
    LowestReads(const NodeView& node, const Window& window)
        : window_(window),
          width_(node.output().shape[2]),
          pixels_(node.output().shape[1] * width_),
          row_bytes_(node.input(0).shape[2] * pixel_bytes(node.input(0))),
          pixel_bytes_(pixel_bytes(node.input(0))) {}

    std::int64_t pixels() const { return pixels_; }

    std::int64_t from(std::int64_t pixel) const {
        if (pixel >= pixels_) {
            return nothing_left;
        }
        const std::int64_t next_row = (pixel / width_ + 1) * width_;
        return next_row < pixels_ ? std::min(own(pixel), own(next_row)) : own(pixel);
    }

private:
    std::int64_t own(std::int64_t pixel) const {
        const std::int64_t y = pixel / width_ * window_.stride.height - window_.padding.top;
        const std::int64_t x = pixel % width_ * window_.stride.width - window_.padding.left;
        return std::max<std::int64_t>(y, 0) * row_bytes_ + std::max<std::int64_t>(x, 0) * pixel_bytes_;
    }

    const Window& window_;
    std::int64_t width_;
    std::int64_t pixels_;
    std::int64_t row_bytes_;
    std::int64_t pixel_bytes_;
};

} // namespace

std::size_t lead_bytes(const NodeView& node, const Window& window, PixelBlocks blocks) {
    const LowestReads reads(node, window);
    const std::int64_t output_pixel = pixel_bytes(node.output());
    const std::int64_t pixels = reads.pixels();
    if (pixels / blocks.pixels > most_blocks) {
        return static_cast<std::size_t>(pixels * output_pixel); // all of the output lies ahead
    }
    std::int64_t lead = 0;
    for (std::int64_t begin = 0; begin < pixels;) {
        const bool is_whole = pixels - begin >= blocks.pixels;
        const bool reads_first = is_whole && blocks.reads == BlockReads::before_writes;
        const bool is_single = !is_whole && blocks.reads == BlockReads::before_writes;
        const std::int64_t end = is_single ? begin + 1 : std::min(begin + blocks.pixels, pixels);
        lead = std::max(lead, end * output_pixel - reads.from(reads_first ? end : begin));
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

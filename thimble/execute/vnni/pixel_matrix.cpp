// SPDX-License-Identifier: Apache-2.0
#include "thimble/execute/vnni/pixel_matrix.h"

#include "thimble/execute/vnni/pixel_tile.h"

#include <algorithm>
#include <utility>

namespace thimble::vnni {

namespace {

/// Blocks of sixteen channels that one pass over the pixels serves.
constexpr std::int32_t group_blocks = 4;

using TileFunction = void (*)(const Tile& tile, const std::size_t* pixels, std::int32_t count, std::int8_t* output);

/// As many pixels as registers allow, or fewer for the last ones.
struct TileForms {
    std::int32_t full_pixels;
    TileFunction full;
    TileFunction four;
    TileFunction two;
    TileFunction one;
};

constexpr TileForms tile_forms[group_blocks] = {
    {8, multiply_tile<8, 1>, multiply_tile<4, 1>, multiply_tile<2, 1>, multiply_tile<1, 1>},
    {8, multiply_tile<8, 2>, multiply_tile<4, 2>, multiply_tile<2, 2>, multiply_tile<1, 2>},
    {8, multiply_tile<8, 3>, multiply_tile<4, 3>, multiply_tile<2, 3>, multiply_tile<1, 3>},
    {6, multiply_tile<6, 4>, multiply_tile<4, 4>, multiply_tile<2, 4>, multiply_tile<1, 4>},
};

void multiply_group(const TileForms& forms, const Tile& tile, const Windows& windows, std::int8_t* output) {
    const auto total = static_cast<std::int32_t>(windows.pixels.size());
    for (std::int32_t first = 0; first < total;) {
        const std::int32_t count = std::min(total - first, forms.full_pixels);
        const TileFunction function = count > 4   ? forms.full
                                      : count > 2 ? forms.four
                                      : count > 1 ? forms.two
                                                  : forms.one;
        function(tile, windows.pixels.data() + first, count, output + static_cast<std::ptrdiff_t>(first) * tile.stride);
        first += count;
    }
}

} // namespace

PixelMatrix::PixelMatrix(const Filters& filters, Windows windows, const OutputRange& range)
    : windows_(std::move(windows)), range_(range), channels_(filters.channels), quads_((filters.run_length + 3) / 4) {
    const std::int32_t blocks = (channels_ + 15) / 16;
    weights_.resize(static_cast<std::size_t>(blocks) * filters.runs * quads_ * 64);
    scales_.resize(static_cast<std::size_t>(blocks));
    for (std::int32_t channel = 0; channel < channels_; ++channel) {
        pack(filters, channel);
    }
}

void PixelMatrix::multiply(const std::uint8_t* input, std::int8_t* output) const {
    const auto runs = static_cast<std::int32_t>(windows_.runs.size());
    const std::int32_t blocks = (channels_ + 15) / 16;
    const std::size_t block_bytes = static_cast<std::size_t>(runs) * quads_ * 64;
    for (std::int32_t block = 0; block < blocks; block += group_blocks) {
        const Tile tile{
            .input = input,
            .run_offsets = windows_.runs.data(),
            .runs = runs,
            .quads = quads_,
            .weights = weights_.data() + block * block_bytes,
            .scales = scales_.data() + block,
            .range = range_,
            .channels = channels_ - block * 16,
            .stride = channels_};
        const std::int32_t here = std::min(blocks - block, group_blocks);
        multiply_group(tile_forms[here - 1], tile, windows_, output + static_cast<std::ptrdiff_t>(block) * 16);
    }
}

/// Weights lie as tiles read them: [group, run, quad, block of the group, 16 channels, 4 bytes].
void PixelMatrix::pack(const Filters& filters, std::int32_t channel) {
    const std::int32_t blocks = (channels_ + 15) / 16;
    const std::int32_t block = channel / 16;
    const std::int32_t group_first = block - block % group_blocks;
    const std::int32_t group_size = std::min(blocks - group_first, group_blocks);
    const std::size_t block_bytes = static_cast<std::size_t>(filters.runs) * quads_ * 64;
    std::int8_t* packed =
        weights_.data() + group_first * block_bytes + (block % group_blocks) * 64 + (channel % 16) * 4;
    const std::int8_t* filter = filters.weights + static_cast<std::size_t>(channel) * filters.runs * filters.run_length;
    std::int64_t sum = 0;
    for (std::int32_t run = 0; run < filters.runs; ++run) {
        for (std::int32_t index = 0; index < filters.run_length; ++index) {
            const std::size_t quad = static_cast<std::size_t>(run) * quads_ + index / 4;
            packed[quad * group_size * 64 + index % 4] = *filter;
            sum += *filter++;
        }
    }
    // The bytes that tiles read are 128 above the inputs.
    const std::int64_t start = filters.bias[channel] - sum * (filters.input_zero_point + 128);
    scales_[static_cast<std::size_t>(block)].set(
        channel % 16, static_cast<std::int32_t>(start), filters.multipliers[static_cast<std::size_t>(channel)],
        filters.shifts[static_cast<std::size_t>(channel)]
    );
}

} // namespace thimble::vnni

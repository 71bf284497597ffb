// SPDX-License-Identifier: Apache-2.0
// The innermost product: some pixels with some blocks of sixteen channels, all of whose sums stay in registers.
#pragma once

#include "thimble/execute/vnni/rescale.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace thimble::vnni {

struct Tile {
    const std::uint8_t* input;
    const std::size_t* run_offsets; ///< of a window's runs
    std::int32_t runs;
    std::int32_t quads;          ///< four bytes each, of a run
    const std::int8_t* weights;  ///< [run, quad, block, 16 channels, 4 bytes]
    const SixteenScales* scales; ///< of each block
    OutputRange range;
    std::int32_t channels; ///< from the first block on
    std::int32_t stride;   ///< from a pixel's outputs to the next one's
};

THIMBLE_VNNI_INLINE __m512i four_bytes_everywhere(const std::uint8_t* bytes) {
    std::int32_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return _mm512_set1_epi32(word);
}

/// `count` pixels, at most Pixels of them.
template <int Pixels, int Blocks>
THIMBLE_VNNI void multiply_tile(const Tile& tile, const std::size_t* pixels, std::int32_t count, std::int8_t* output) {
    const std::uint8_t* windows[Pixels];
    __m512i sums[Pixels][Blocks];
#pragma GCC unroll 8
    for (int pixel = 0; pixel < Pixels; ++pixel) {
        windows[pixel] = tile.input + pixels[std::min(pixel, count - 1)];
#pragma GCC unroll 4
        for (int block = 0; block < Blocks; ++block) {
            sums[pixel][block] = load_sixteen(tile.scales[block].bias);
        }
    }
    const std::int8_t* weights = tile.weights;
    for (std::int32_t run = 0; run < tile.runs; ++run) {
        const std::size_t begin = tile.run_offsets[run];
        const std::size_t end = begin + static_cast<std::size_t>(tile.quads) * 4;
        for (std::size_t position = begin; position < end; position += 4) {
            __m512i factors[Blocks];
#pragma GCC unroll 4
            for (int block = 0; block < Blocks; ++block) {
                factors[block] = _mm512_loadu_si512(weights + block * 64);
            }
#pragma GCC unroll 8
            for (int pixel = 0; pixel < Pixels; ++pixel) {
                const __m512i bytes = four_bytes_everywhere(windows[pixel] + position);
#pragma GCC unroll 4
                for (int block = 0; block < Blocks; ++block) {
                    sums[pixel][block] = _mm512_dpbusd_epi32(sums[pixel][block], bytes, factors[block]);
                }
            }
            weights += Blocks * 64;
        }
    }
#pragma GCC unroll 8
    for (int pixel = 0; pixel < Pixels; ++pixel) {
        if (pixel >= count) {
            break;
        }
#pragma GCC unroll 4
        for (int block = 0; block < Blocks; ++block) {
            const __m512i values = finish(sums[pixel][block], tile.scales[block], tile.range);
            store_bytes(output + pixel * tile.stride + block * 16, values, tile.channels - block * 16);
        }
    }
}

} // namespace thimble::vnni

// SPDX-License-Identifier: Apache-2.0
// Requantisation of a channel as one straight line with a short factor, for cores without a 64-bit product.
//
// Clamped to the activation range, requantize() takes at most 256 values, so that it is known from the sums at which it
// steps up. A line that steps up at the same sums gives the same outputs. ShortScales says where there is one and in
// which words device/thimblert/kernels/armv6m/finish_pairs.h reads it.
#pragma once

#include "thimble/ops/quantized_multiplier.h"
#include "thimble/ops/requantize.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// A channel's requantisation, and the sums that its layer can reach, bias included.
struct ScaledSums {
    QuantizedMultiplier multiplier;
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};

struct ShortScales {
    std::int32_t fraction_bits = 0;
    std::int32_t scale_words = 2;      ///< of a channel, 3 where sums below zero reach the activation range
    std::vector<std::int32_t> words;   ///< scale_words for each channel
    std::vector<std::int32_t> offsets; ///< what each channel's sums are to be raised by, modulo 2^32
    std::int32_t full_count = 0;       ///< channels that keep multiplier and shift
};

/// The scales of a layer, with the fraction bits that leave the fewest channels with multiplier and shift.
ShortScales short_scales(const std::vector<ScaledSums>& channels, std::int32_t output_zero_point, ClampRange range);

} // namespace thimble

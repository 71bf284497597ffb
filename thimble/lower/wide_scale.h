// SPDX-License-Identifier: Apache-2.0
// Biases and scales of an int8 layer for cores that multiply 32 x 32 -> 64 bits: the rounding constant of the right
// shift and the output zero point join in one addend.
#pragma once

#include "thimble/lower/channel_sums.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <vector>

namespace thimble {

enum class ScaleForm : std::uint8_t {
    one_shift, ///< (rounded high product + addend - 1 if negative) >> right
    general    ///< left shift, rounded high product, rounding right shift, zero point
};

struct WideScale {
    std::int32_t bias = 0; ///< takes the input's zero point: activations are multiplied as they are
    std::int32_t multiplier = 0;
    std::int32_t shift = 0;  ///< positive to the left
    std::int32_t addend = 0; ///< of one_shift
    ScaleForm form = ScaleForm::general;
};

/// A scale for each channel; one multiplier serves all. one_shift where no sum that can occur overflows.
std::vector<WideScale>
wide_scales(const NodeView& node, const WeightLayout& layout, const std::vector<QuantizedMultiplier>& multipliers);

/// As wide_scales with the multipliers of a convolution.
std::vector<WideScale> wide_convolution_scales(const NodeView& node, const WeightLayout& layout);

/// Rows of weights in blocks of `channels`, whose taps lie side by side in runs of `run`: element
/// [o / channels][t / run][o % channels][t % run]. The last channel fills up its block, zeros fill up runs.
std::vector<std::int8_t>
blocked_weights(const NodeView& node, const WeightLayout& layout, std::int64_t channels, std::int64_t run);

} // namespace thimble

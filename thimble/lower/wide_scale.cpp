// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/wide_scale.h"

#include "thimble/ops/convolution.h"
#include "thimble/ops/requantize.h"

#include <algorithm>
#include <cstdlib>

namespace thimble {

namespace {

/// Beyond it, sums that saturate on the way could come out inside int8.
constexpr std::int32_t longest_shift = 22;

WideScale wide_scale(const NodeView& node, const ChannelSums& sums, std::int64_t bias, QuantizedMultiplier factor) {
    const std::int64_t zero_point = node.output().quantization->zero_point();
    WideScale scale;
    scale.bias = wrapped(bias - node.input(0).quantization->zero_point() * sums.weights);
    scale.multiplier = factor.multiplier;
    scale.shift = factor.shift;
    const std::int32_t right = -factor.shift;
    if (right < 1 || right > longest_shift) {
        return scale;
    }
    const std::int64_t addend = (2 * zero_point + 1) * (std::int64_t{1} << (right - 1));
    const std::int64_t largest = std::max(std::abs(sums.lowest), std::abs(sums.highest));
    if (largest + std::abs(addend) + 2 < (std::int64_t{1} << 31)) {
        scale.addend = static_cast<std::int32_t>(addend);
        scale.form = ScaleForm::one_shift;
    }
    return scale;
}

} // namespace

std::vector<WideScale>
wide_scales(const NodeView& node, const WeightLayout& layout, const std::vector<QuantizedMultiplier>& multipliers) {
    std::vector<WideScale> scales;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        const auto factor = multipliers.size() == 1 ? 0 : static_cast<std::size_t>(channel);
        scales.push_back(
            wide_scale(node, channel_sums(node, layout, channel), bias_of(node, channel), multipliers[factor])
        );
    }
    return scales;
}

std::vector<WideScale> wide_convolution_scales(const NodeView& node, const WeightLayout& layout) {
    return wide_scales(node, layout, convolution_multipliers(node, layout.channels));
}

std::vector<std::int8_t>
blocked_weights(const NodeView& node, const WeightLayout& layout, std::int64_t channels, std::int64_t run) {
    const auto weights = node.constant(1)->elements<std::int8_t>();
    const std::int64_t runs = (layout.taps + run - 1) / run;
    const std::int64_t blocks = (layout.channels + channels - 1) / channels;
    std::vector<std::int8_t> blocked(static_cast<std::size_t>(blocks * runs * channels * run));
    for (std::int64_t place = 0; place < blocks * channels; ++place) {
        const std::int64_t channel = std::min(place, layout.channels - 1);
        const std::int64_t first = place / channels * runs * channels * run + place % channels * run;
        for (std::int64_t tap = 0; tap < layout.taps; ++tap) {
            blocked[static_cast<std::size_t>(first + tap / run * channels * run + tap % run)] =
                weights[static_cast<std::size_t>(channel * layout.channel_stride + tap * layout.tap_stride)];
        }
    }
    return blocked;
}

} // namespace thimble

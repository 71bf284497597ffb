// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/helium_scales.h"

#include <algorithm>
#include <array>

namespace thimble {

namespace {

constexpr std::size_t block_channels = 8;

std::array<std::int32_t, 4> words(const WideScale& scale, ScaleForm form) {
    if (form == ScaleForm::general) {
        return {scale.bias, scale.multiplier, std::max(scale.shift, 0), std::min(scale.shift, 0)};
    }
    return {scale.bias, scale.multiplier, scale.addend, scale.shift};
}

} // namespace

ScaleForm common_form(const std::vector<WideScale>& scales) {
    const auto is_general = [](const WideScale& scale) { return scale.form == ScaleForm::general; };
    return std::any_of(scales.begin(), scales.end(), is_general) ? ScaleForm::general : ScaleForm::one_shift;
}

std::vector<std::int32_t> channel_scale_words(const std::vector<WideScale>& scales, ScaleForm form) {
    std::vector<std::int32_t> result;
    for (std::size_t channel = 0; channel < (scales.size() + 1) / 2 * 2; ++channel) {
        const auto scale = words(scales[std::min(channel, scales.size() - 1)], form);
        result.insert(result.end(), scale.begin(), scale.end());
    }
    return result;
}

std::vector<std::int32_t> vector_scale_words(const std::vector<WideScale>& scales, ScaleForm form) {
    std::vector<std::int32_t> result;
    for (std::size_t first = 0; first < scales.size(); first += block_channels) {
        for (std::size_t half = first; half < first + 2; ++half) {
            for (std::size_t word = 0; word < 4; ++word) {
                for (std::size_t channel = half; channel < first + block_channels; channel += 2) {
                    result.push_back(words(scales[std::min(channel, scales.size() - 1)], form)[word]);
                }
            }
        }
    }
    return result;
}

} // namespace thimble

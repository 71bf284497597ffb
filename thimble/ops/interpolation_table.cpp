// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/interpolation_table.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace thimble {

namespace {

constexpr int interval_count = 512;
constexpr float steps_of_one = 32768.0F;

std::int16_t saturate(float steps) {
    return static_cast<std::int16_t>(std::clamp(steps, -32768.0F, 32767.0F));
}

} // namespace

std::vector<std::int16_t> interpolation_table(float (*function)(float), float low, float high) {
    const float step = (high - low) / interval_count;
    const float half_step = step / 2.0F;
    std::vector<std::int16_t> table;
    for (int index = 0; index < interval_count; ++index) {
        const float start = low + static_cast<float>(index) * step;
        const float sample = std::round(function(start) * steps_of_one);
        const float next = function(low + static_cast<float>(index + 1) * step) * steps_of_one;
        const float interpolated = std::round((next + sample) / 2.0F);
        const float middle = std::round(function(start + half_step) * steps_of_one);
        table.push_back(saturate(sample - std::round((interpolated - middle) / 2.0F)));
    }
    table.push_back(saturate(std::round(function(high) * steps_of_one)));
    return table;
}

std::int16_t interpolate(const std::vector<std::int16_t>& table, std::int16_t value) {
    const int position = value + 32768;
    const auto index = static_cast<std::size_t>(position / 128);
    const int slope = static_cast<std::int16_t>(table[index + 1] - table[index]);
    const int change = (slope * (position % 128) + 64) >> 7;
    return static_cast<std::int16_t>(table[index] + change);
}

} // namespace thimble

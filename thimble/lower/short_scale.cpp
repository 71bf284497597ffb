// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/short_scale.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace thimble {

namespace {

/// Sums that change the output are kept far from overflow, so that offsets can be added to them.
constexpr std::int64_t largest_sum = std::int64_t{1} << 29;
constexpr std::int64_t base_step = std::int64_t{1} << 16;
constexpr std::int64_t largest_base = 0xFFFF * base_step;
constexpr std::int32_t limit_bits = 12;
constexpr std::int32_t largest_limit_shift = 15;

/// The output of a channel counted from the lowest of the activation range.
struct Levels {
    const ScaledSums& sums;
    std::int32_t zero_point;
    ClampRange range;

    std::int32_t of(std::int64_t sum) const {
        const std::int32_t scaled = requantize(static_cast<std::int32_t>(sum), sums.multiplier) + zero_point;
        return std::clamp(scaled, range.low, range.high) - range.low;
    }

    /// The smallest sum from `begin` on whose level is `level`, which sums.highest has.
    std::int64_t threshold(std::int32_t level, std::int64_t begin) const {
        std::int64_t end = sums.highest;
        while (begin < end) {
            const std::int64_t middle = begin + (end - begin) / 2;
            if (of(middle) >= level) {
                end = middle;
            } else {
                begin = middle + 1;
            }
        }
        return begin;
    }
};

/// A bound of the line at one sum: the line is to reach `level` there, or to stay below it.
struct Bound {
    std::int64_t sum;
    std::int32_t level;
};

struct Bounds {
    std::vector<Bound> reach;
    std::vector<Bound> below;
    std::int64_t last_step = 0; ///< the sum from which on the level is the highest
    std::int32_t top_level = 0;
};

Bounds find_bounds(const Levels& levels) {
    Bounds bounds;
    const std::int32_t first = levels.of(levels.sums.lowest);
    bounds.top_level = levels.of(levels.sums.highest);
    bounds.last_step = levels.sums.lowest;
    bounds.reach.push_back({levels.sums.lowest, first});
    for (std::int32_t level = first + 1; level <= bounds.top_level; ++level) {
        bounds.last_step = levels.threshold(level, bounds.last_step);
        bounds.reach.push_back({bounds.last_step, level});
        bounds.below.push_back({bounds.last_step - 1, level});
    }
    return bounds;
}

/// A line, the sums counted from `-offset`.
struct Line {
    std::int64_t factor = 0;
    std::int64_t base = 0;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    std::int64_t correction = 0; ///< below sum 0; 0 where none is needed
    std::int32_t correction_bits = 0;
};

std::optional<std::uint32_t> packed_limit(std::int64_t smallest, std::int64_t largest) {
    for (std::int32_t shift = 0; shift <= largest_limit_shift; ++shift) {
        const std::int64_t mantissa = largest >> shift;
        if (mantissa < (std::int64_t{1} << limit_bits)) {
            if ((mantissa << shift) < smallest) {
                return std::nullopt;
            }
            return (static_cast<std::uint32_t>(mantissa) << 20) | (static_cast<std::uint32_t>(shift) << 16);
        }
    }
    return std::nullopt;
}

struct PackedScale {
    std::array<std::uint32_t, 3> words = {0, 0, 0};
    std::int64_t offset = 0;
    bool has_correction = false;
};

class LineSearch {
public:
    LineSearch(const Levels& levels, std::int32_t fraction_bits)
        : levels_(levels),
          fraction_bits_(fraction_bits),
          one_(std::int64_t{1} << (24 + fraction_bits)),
          bounds_(find_bounds(levels)) {}

    std::optional<PackedScale> find() const {
        if (bounds_.below.empty()) {
            return constant();
        }
        const QuantizedMultiplier& multiplier = levels_.sums.multiplier;
        const double slope = std::ldexp(static_cast<double>(multiplier.multiplier), multiplier.shift - 31);
        const double exact = slope * static_cast<double>(one_);
        if (exact > 2147483000.0 || exact < 64.0 || (multiplier.shift < 0 && 24 + multiplier.shift < 0)) {
            return std::nullopt;
        }
        Line line = origin(slope);
        for (const std::int64_t deviation : {0, 1, -1, 2, -2, 3, -3}) {
            line.factor = std::llround(exact) + deviation;
            if (const std::optional<PackedScale> scale = with_factor(line)) {
                return scale;
            }
        }
        return std::nullopt;
    }

private:
    /// Every sum is raised to 2^30 and above, and so beyond the limit, which the factor takes to the level.
    std::optional<PackedScale> constant() const {
        constexpr std::int32_t shift = 12;
        constexpr std::int64_t raised = std::int64_t{1} << 30;
        if (levels_.sums.highest - levels_.sums.lowest >= raised) {
            return std::nullopt;
        }
        const auto level = static_cast<std::uint32_t>(bounds_.top_level);
        PackedScale scale;
        scale.words[0] = std::uint32_t{1} << (24 - shift + fraction_bits_);
        scale.words[1] = (level << 20) | (std::uint32_t{shift} << 16);
        scale.offset = raised - levels_.sums.lowest;
        return scale;
    }

    /// The line's offset and correction, from the real numbers that requantize() rounds.
    Line origin(double slope) const {
        const std::int32_t shift = levels_.sums.multiplier.shift;
        Line line;
        const double half_step = shift < 0 ? std::ldexp(1.0, shift - 1) : 0.0; // the first rounding's half
        double level_at_zero = levels_.zero_point - levels_.range.low + 0.5 + half_step;
        const bool is_rounded_away = shift < 0 && bounds_.below.front().sum < 0;
        if (is_rounded_away) {
            line.correction_bits = 24 + shift;
            line.correction = std::int64_t{1} << (24 + shift + fraction_bits_);
            level_at_zero -= 2.0 * half_step;
        }
        line.offset = static_cast<std::int64_t>(std::floor(level_at_zero / slope)) - 1;
        return line;
    }

    std::int64_t value(const Line& line, std::int64_t sum) const {
        return (sum + line.offset) * line.factor - (sum < 0 ? line.correction : 0);
    }

    /// Chooses base and limit.
    std::optional<PackedScale> with_factor(Line line) const {
        const std::int64_t farthest = std::max(levels_.sums.highest, -levels_.sums.lowest);
        if (farthest > largest_sum || line.offset > largest_sum || line.offset < -largest_sum) {
            return std::nullopt;
        }
        std::int64_t least = line.correction;
        std::int64_t most = std::min(largest_base, one_ - 1);
        for (const Bound& bound : bounds_.reach) {
            // Sums below the line's origin are raised to it, where its level is 0.
            if (bound.level > 0 && bound.sum + line.offset < 0) {
                return std::nullopt;
            }
            least = bound.level > 0 ? std::max(least, bound.level * one_ - value(line, bound.sum)) : least;
        }
        for (const Bound& bound : bounds_.below) {
            const std::int64_t sum = std::max(bound.sum, -line.offset);
            most = std::min(most, bound.level * one_ - 1 - value(line, sum));
        }
        line.base = (least + base_step - 1) / base_step * base_step;
        if (line.base > most) {
            return std::nullopt;
        }
        return with_limit(line);
    }

    std::optional<PackedScale> with_limit(Line line) const {
        const bool is_top_of_range = bounds_.top_level == levels_.range.high - levels_.range.low;
        const std::int64_t needed = (is_top_of_range ? bounds_.last_step : levels_.sums.highest) + line.offset;
        const std::int64_t below_next_level = ((bounds_.top_level + 1) * one_ - 1 - line.base) / line.factor;
        std::int64_t largest = (std::int64_t{1} << (32 - fraction_bits_)) - 1;
        if (levels_.sums.highest + line.offset > below_next_level) {
            largest = std::min(largest, below_next_level);
        }
        if (needed < 0 || needed > largest) {
            return std::nullopt;
        }
        const std::optional<std::uint32_t> limit = packed_limit(needed, largest);
        if (!limit) {
            return std::nullopt;
        }
        PackedScale scale;
        scale.words[0] = static_cast<std::uint32_t>(line.factor);
        scale.words[1] = *limit | static_cast<std::uint32_t>(line.base / base_step);
        scale.offset = line.offset;
        scale.has_correction = line.correction != 0;
        if (scale.has_correction) {
            if (line.offset < 0 || line.offset >= (1 << 24)) {
                return std::nullopt;
            }
            scale.words[2] =
                (static_cast<std::uint32_t>(line.offset) << 8) | static_cast<std::uint32_t>(line.correction_bits);
        }
        return scale;
    }

    const Levels& levels_;
    std::int32_t fraction_bits_;
    std::int64_t one_; ///< a level, in units of the line
    Bounds bounds_;
};

bool fits_32_bits(const ScaledSums& sums) {
    const std::int32_t left = std::max(sums.multiplier.shift, 0);
    const std::int64_t most = ((std::int64_t{1} << 31) >> left) - 1;
    return sums.lowest >= -most && sums.highest <= most;
}

PackedScale full_scale(const QuantizedMultiplier& multiplier) {
    PackedScale scale;
    scale.words[0] = 0x80000000U | (static_cast<std::uint32_t>(multiplier.shift) & 0xFFU);
    scale.words[1] = static_cast<std::uint32_t>(multiplier.multiplier);
    return scale;
}

ShortScales scales_with(
    const std::vector<ScaledSums>& channels, std::int32_t zero_point, ClampRange range, std::int32_t fraction_bits
) {
    std::vector<PackedScale> scales;
    ShortScales result;
    result.fraction_bits = fraction_bits;
    for (const ScaledSums& sums : channels) {
        std::optional<PackedScale> scale;
        if (fits_32_bits(sums)) {
            const Levels levels{sums, zero_point, range};
            scale = LineSearch(levels, fraction_bits).find();
        }
        result.full_count += scale ? 0 : 1;
        scales.push_back(scale ? *scale : full_scale(sums.multiplier));
        result.scale_words = scales.back().has_correction ? 3 : result.scale_words;
        result.offsets.push_back(static_cast<std::int32_t>(static_cast<std::uint64_t>(scales.back().offset)));
    }
    for (const PackedScale& scale : scales) {
        for (std::int32_t word = 0; word < result.scale_words; ++word) {
            result.words.push_back(static_cast<std::int32_t>(scale.words[static_cast<std::size_t>(word)]));
        }
    }
    return result;
}

} // namespace

ShortScales short_scales(const std::vector<ScaledSums>& channels, std::int32_t output_zero_point, ClampRange range) {
    ShortScales best;
    for (const std::int32_t fraction_bits : {12, 10, 8}) {
        ShortScales scales = scales_with(channels, output_zero_point, range, fraction_bits);
        if (best.words.empty() || scales.full_count < best.full_count) {
            best = std::move(scales);
        }
        if (best.full_count == 0) {
            break;
        }
    }
    return best;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Pictures of digits, drawn from a small font with random place, size, slant, stroke and noise.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace digits {

inline constexpr int image_size = 16;

/// Grey levels from 0 (background) to 1, row by row.
using Pixels = std::array<float, static_cast<std::size_t>(image_size) * image_size>;

struct LabelledImage {
    Pixels pixels{};
    int digit = 0;
};

/// Numbers that are the same on every machine for a seed.
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014 (SplitMix64).
class RandomNumbers {
public:
    explicit RandomNumbers(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next();
    float uniform(float low, float high);
    /// Mean 0, variance 1; the sum of twelve uniform numbers is close enough for noise and weights.
    float normal();

private:
    std::uint64_t state_;
};

LabelledImage render_digit(int digit, RandomNumbers& random);

/// `count` pictures, the ten digits in turn.
std::vector<LabelledImage> render_digits(std::size_t count, std::uint64_t seed);

} // namespace digits

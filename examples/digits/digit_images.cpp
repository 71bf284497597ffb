// SPDX-License-Identifier: Apache-2.0
#include "examples/digits/digit_images.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace digits {

namespace {

constexpr int glyph_width = 5;
constexpr int glyph_height = 7;

/// Seven rows of five cells each; `#` is ink.
constexpr std::array<std::string_view, 10> glyphs = {
    ".###."
    "#...#"
    "#...#"
    "#...#"
    "#...#"
    "#...#"
    ".###.",
    "..#.."
    ".##.."
    "..#.."
    "..#.."
    "..#.."
    "..#.."
    ".###.",
    ".###."
    "#...#"
    "....#"
    "..##."
    ".#..."
    "#...."
    "#####",
    "####."
    "....#"
    "....#"
    ".###."
    "....#"
    "....#"
    "####.",
    "...#."
    "..##."
    ".#.#."
    "#..#."
    "#####"
    "...#."
    "...#.",
    "#####"
    "#...."
    "####."
    "....#"
    "....#"
    "#...#"
    ".###.",
    "..##."
    ".#..."
    "#...."
    "####."
    "#...#"
    "#...#"
    ".###.",
    "#####"
    "....#"
    "...#."
    "..#.."
    ".#..."
    ".#..."
    ".#...",
    ".###."
    "#...#"
    "#...#"
    ".###."
    "#...#"
    "#...#"
    ".###.",
    ".###."
    "#...#"
    "#...#"
    ".####"
    "....#"
    "...#."
    ".##..",
};

float ink(std::string_view glyph, int column, int row) {
    const bool is_inside = column >= 0 && column < glyph_width && row >= 0 && row < glyph_height;
    return is_inside && glyph[static_cast<std::size_t>(row * glyph_width + column)] == '#' ? 1.0F : 0.0F;
}

/// Ink at a point between cells, interpolated; (0, 0) is the middle of the first cell.
float ink_at(std::string_view glyph, float x, float y) {
    const float left = std::floor(x);
    const float top = std::floor(y);
    const float right_share = x - left;
    const float lower_share = y - top;
    const int column = static_cast<int>(left);
    const int row = static_cast<int>(top);
    const float upper = ink(glyph, column, row) * (1 - right_share) + ink(glyph, column + 1, row) * right_share;
    const float lower = ink(glyph, column, row + 1) * (1 - right_share) + ink(glyph, column + 1, row + 1) * right_share;
    return upper * (1 - lower_share) + lower * lower_share;
}

/// How a picture differs from the font: all in pixels, radians and grey levels.
struct Pose {
    float centre_x;
    float centre_y;
    float cell_width;
    float cell_height;
    float slant;
    float angle;
    float threshold;
    float contrast;
    float brightness;
    float noise;
};

Pose random_pose(RandomNumbers& random) {
    constexpr float middle = (image_size - 1) / 2.0F;
    return {
        .centre_x = middle + random.uniform(-2.0F, 2.0F),
        .centre_y = middle + random.uniform(-1.5F, 1.5F),
        .cell_width = random.uniform(1.5F, 2.3F),
        .cell_height = random.uniform(1.4F, 2.0F),
        .slant = random.uniform(-0.3F, 0.3F),
        .angle = random.uniform(-0.25F, 0.25F),
        .threshold = random.uniform(0.2F, 0.45F),
        .contrast = random.uniform(1.8F, 3.5F),
        .brightness = random.uniform(0.4F, 1.0F),
        .noise = random.uniform(0.05F, 0.22F)};
}

} // namespace

std::uint64_t RandomNumbers::next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

float RandomNumbers::uniform(float low, float high) {
    constexpr float step = 1.0F / (1U << 24U);
    return low + (high - low) * static_cast<float>(next() >> 40U) * step;
}

float RandomNumbers::normal() {
    float sum = -6.0F;
    for (int term = 0; term < 12; ++term) {
        sum += uniform(0.0F, 1.0F);
    }
    return sum;
}

LabelledImage render_digit(int digit, RandomNumbers& random) {
    const Pose pose = random_pose(random);
    const std::string_view glyph = glyphs[static_cast<std::size_t>(digit)];
    LabelledImage image{.pixels = {}, .digit = digit};
    for (int y = 0; y < image_size; ++y) {
        for (int x = 0; x < image_size; ++x) {
            const float dx = static_cast<float>(x) - pose.centre_x;
            const float dy = static_cast<float>(y) - pose.centre_y;
            const float along = dx * std::cos(pose.angle) + dy * std::sin(pose.angle) + pose.slant * dy;
            const float across = dy * std::cos(pose.angle) - dx * std::sin(pose.angle);
            const float level = ink_at(
                glyph, along / pose.cell_width + (glyph_width - 1) / 2.0F,
                across / pose.cell_height + (glyph_height - 1) / 2.0F
            );
            const float stroke = std::clamp((level - pose.threshold) * pose.contrast, 0.0F, 1.0F) * pose.brightness;
            image.pixels[static_cast<std::size_t>(y * image_size + x)] =
                std::clamp(stroke + pose.noise * random.normal(), 0.0F, 1.0F);
        }
    }
    return image;
}

std::vector<LabelledImage> render_digits(std::size_t count, std::uint64_t seed) {
    RandomNumbers random(seed);
    std::vector<LabelledImage> images;
    for (std::size_t index = 0; index < count; ++index) {
        images.push_back(render_digit(static_cast<int>(index % 10), random));
    }
    return images;
}

} // namespace digits

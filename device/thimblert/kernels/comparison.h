// SPDX-License-Identifier: Apache-2.0
// Comparisons of two inputs, of equal shapes or with one repeated along some axes; results are bytes 0 and 1.
#pragma once

#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/kernels/pairs.h"

namespace thimblert {

struct ComparisonParams {
    int32_t is_flat; // 1: equal shapes, only count is read; 0: extents and strides are
    int32_t count;
    int32_t extent_0;
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t stride_a_0; // in elements, 0 along a repeated axis
    int32_t stride_a_1;
    int32_t stride_a_2;
    int32_t stride_a_3;
    int32_t stride_a_4;
    int32_t stride_a_5;
    int32_t stride_b_0;
    int32_t stride_b_1;
    int32_t stride_b_2;
    int32_t stride_b_3;
    int32_t stride_b_4;
    int32_t stride_b_5;
    int32_t input_a_zero_point;
    int32_t input_b_zero_point;
    int32_t multiplier_a; // the scales
    int32_t shift_a;
    int32_t multiplier_b;
    int32_t shift_b;
};

/// Bits by which both inputs are shifted left before they are multiplied by their scales.
constexpr int32_t comparison_left_shift = 8;

/// Compares affine numbers at a common scale. Source: TensorFlow Lite Micro, kernels/comparisons.cc.
template <typename Element, typename Compare>
THIMBLERT_INLINE void
compare_codes(const ComparisonParams& p, const Element* a, const Element* b, uint8_t* output, const Compare& compare) {
    combine_pairs(p, a, b, output, [&](const ComparisonParams& fixed, int32_t x, int32_t y) {
        const int32_t shifted_x = shift_left(x - fixed.input_a_zero_point, comparison_left_shift);
        const int32_t shifted_y = shift_left(y - fixed.input_b_zero_point, comparison_left_shift);
        const int32_t scaled_x = requantise(shifted_x, fixed.multiplier_a, fixed.shift_a);
        const int32_t scaled_y = requantise(shifted_y, fixed.multiplier_b, fixed.shift_b);
        return static_cast<uint8_t>(compare(scaled_x, scaled_y));
    });
}

THIMBLERT_KERNEL void equal_f32(const PairParams& p, const float* a, const float* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return static_cast<uint8_t>(x == y); });
}

template <typename Element>
THIMBLERT_KERNEL void equal_integers(const PairParams& p, const Element* a, const Element* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) {
        return static_cast<uint8_t>(x == y);
    });
}

template <typename Element>
THIMBLERT_KERNEL void equal_codes(const ComparisonParams& p, const Element* a, const Element* b, uint8_t* output) {
    compare_codes(p, a, b, output, [](int32_t x, int32_t y) { return x == y; });
}

THIMBLERT_KERNEL void not_equal_f32(const PairParams& p, const float* a, const float* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return static_cast<uint8_t>(x != y); });
}

template <typename Element>
THIMBLERT_KERNEL void not_equal_integers(const PairParams& p, const Element* a, const Element* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) {
        return static_cast<uint8_t>(x != y);
    });
}

template <typename Element>
THIMBLERT_KERNEL void not_equal_codes(const ComparisonParams& p, const Element* a, const Element* b, uint8_t* output) {
    compare_codes(p, a, b, output, [](int32_t x, int32_t y) { return x != y; });
}

THIMBLERT_KERNEL void greater_f32(const PairParams& p, const float* a, const float* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return static_cast<uint8_t>(x > y); });
}

template <typename Element>
THIMBLERT_KERNEL void greater_integers(const PairParams& p, const Element* a, const Element* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return static_cast<uint8_t>(x > y); });
}

template <typename Element>
THIMBLERT_KERNEL void greater_codes(const ComparisonParams& p, const Element* a, const Element* b, uint8_t* output) {
    compare_codes(p, a, b, output, [](int32_t x, int32_t y) { return x > y; });
}

THIMBLERT_KERNEL void greater_equal_f32(const PairParams& p, const float* a, const float* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return static_cast<uint8_t>(x >= y); });
}

template <typename Element>
THIMBLERT_KERNEL void greater_equal_integers(const PairParams& p, const Element* a, const Element* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) {
        return static_cast<uint8_t>(x >= y);
    });
}

template <typename Element>
THIMBLERT_KERNEL void
greater_equal_codes(const ComparisonParams& p, const Element* a, const Element* b, uint8_t* output) {
    compare_codes(p, a, b, output, [](int32_t x, int32_t y) { return x >= y; });
}

THIMBLERT_KERNEL void less_f32(const PairParams& p, const float* a, const float* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return static_cast<uint8_t>(x < y); });
}

template <typename Element>
THIMBLERT_KERNEL void less_integers(const PairParams& p, const Element* a, const Element* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return static_cast<uint8_t>(x < y); });
}

template <typename Element>
THIMBLERT_KERNEL void less_codes(const ComparisonParams& p, const Element* a, const Element* b, uint8_t* output) {
    compare_codes(p, a, b, output, [](int32_t x, int32_t y) { return x < y; });
}

THIMBLERT_KERNEL void less_equal_f32(const PairParams& p, const float* a, const float* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return static_cast<uint8_t>(x <= y); });
}

template <typename Element>
THIMBLERT_KERNEL void less_equal_integers(const PairParams& p, const Element* a, const Element* b, uint8_t* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) {
        return static_cast<uint8_t>(x <= y);
    });
}

template <typename Element>
THIMBLERT_KERNEL void less_equal_codes(const ComparisonParams& p, const Element* a, const Element* b, uint8_t* output) {
    compare_codes(p, a, b, output, [](int32_t x, int32_t y) { return x <= y; });
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// The loop of operators on two inputs: element by element from inputs of equal shapes, or with one repeated along some
// axes.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"

namespace thimblert {

/// Axes along which all inputs advance alike are merged, so that six loops serve tensors of most ranks.
struct PairParams {
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
};

struct PairF32Params {
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
    float output_min;
    float output_max;
};

/// Calls visit(a_index, b_index, output_index) for every element of the innermost three axes, from those indices on.
template <typename Params, typename Visit>
THIMBLERT_INLINE void
broadcast_inner_axes(const Params& p, int32_t a_start, int32_t b_start, int32_t output_index, const Visit& visit) {
    for (int32_t i = 0; i < p.extent_3; ++i) {
        int32_t a_row = a_start;
        int32_t b_row = b_start;
        for (int32_t j = 0; j < p.extent_4; ++j) {
            int32_t a = a_row;
            int32_t b = b_row;
            for (int32_t k = 0; k < p.extent_5; ++k) {
                visit(a, b, output_index);
                a += p.stride_a_5;
                b += p.stride_b_5;
                ++output_index;
            }
            a_row += p.stride_a_4;
            b_row += p.stride_b_4;
        }
        a_start += p.stride_a_3;
        b_start += p.stride_b_3;
    }
}

/// Calls visit(a_index, b_index, output_index) for every output element, in memory order. Params has the fields
/// of PairParams from extent_0 to stride_b_5.
template <typename Params, typename Visit>
THIMBLERT_INLINE void broadcast_for_each(const Params& p, const Visit& visit) {
    const int32_t inner_count = p.extent_3 * p.extent_4 * p.extent_5;
    int32_t output_index = 0;
    for (int32_t i = 0; i < p.extent_0; ++i) {
        for (int32_t j = 0; j < p.extent_1; ++j) {
            for (int32_t k = 0; k < p.extent_2; ++k) {
                const int32_t a = i * p.stride_a_0 + j * p.stride_a_1 + k * p.stride_a_2;
                const int32_t b = i * p.stride_b_0 + j * p.stride_b_1 + k * p.stride_b_2;
                broadcast_inner_axes(p, a, b, output_index, visit);
                output_index += inner_count;
            }
        }
    }
}

/// Writes combine(p, element of a, element of b) for every output element. The output may be an input of as many
/// elements that are not smaller: each is read before it is overwritten and not again.
template <typename Params, typename Element, typename Output, typename Combine>
THIMBLERT_INLINE void
combine_pairs(const Params& p, const Element* a, const Element* b, Output* output, const Combine& combine) {
    if (p.is_flat != 0) {
        const Params fixed = p; // a local copy: stores to output cannot change it
        for (int32_t index = 0; index < fixed.count; ++index) {
            output[index] = combine(fixed, a[index], b[index]);
        }
        return;
    }
    broadcast_for_each(p, [&](int32_t a_index, int32_t b_index, int32_t output_index) {
        output[output_index] = combine(p, a[a_index], b[b_index]);
    });
}

} // namespace thimblert

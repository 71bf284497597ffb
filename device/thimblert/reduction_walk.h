// SPDX-License-Identifier: Apache-2.0
// The walk of reductions over any axes: neighbouring axes of one kind are one group, and kept and reduced groups
// take turns. Each element of the result walks its own inputs, so that no scratch is needed.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

/// Extents of a reduction's input [keep_0, over_0, keep_1, over_1, keep_2, over_2, keep_3]; the result is
/// [keep_0, keep_1, keep_2, keep_3].
struct ReductionParams {
    int32_t keep_0;
    int32_t over_0;
    int32_t keep_1;
    int32_t over_1;
    int32_t keep_2;
    int32_t over_2;
    int32_t keep_3;
};

/// Calls visit(first) for every element of the result in memory order: the offset of the first of its inputs.
template <typename Params, typename Visit> THIMBLERT_INLINE void for_each_result(const Params& p, const Visit& visit) {
    const int32_t stride_2 = p.over_2 * p.keep_3;
    const int32_t stride_1 = p.over_1 * p.keep_2 * stride_2;
    const int32_t stride_0 = p.over_0 * p.keep_1 * stride_1;
    for (int32_t i = 0; i < p.keep_0; ++i) {
        for (int32_t j = 0; j < p.keep_1; ++j) {
            for (int32_t k = 0; k < p.keep_2; ++k) {
                const int32_t row = i * stride_0 + j * stride_1 + k * stride_2;
                for (int32_t l = 0; l < p.keep_3; ++l) {
                    visit(row + l);
                }
            }
        }
    }
}

/// Calls visit(offset) for every input of one element of the result, relative to its first.
template <typename Params, typename Visit> THIMBLERT_INLINE void for_each_reduced(const Params& p, const Visit& visit) {
    const int32_t stride_2 = p.keep_3;
    const int32_t stride_1 = p.keep_2 * p.over_2 * stride_2;
    const int32_t stride_0 = p.keep_1 * p.over_1 * stride_1;
    for (int32_t i = 0; i < p.over_0; ++i) {
        for (int32_t j = 0; j < p.over_1; ++j) {
            const int32_t row = i * stride_0 + j * stride_1;
            for (int32_t k = 0; k < p.over_2; ++k) {
                visit(row + k * stride_2);
            }
        }
    }
}

} // namespace thimblert

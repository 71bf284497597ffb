// SPDX-License-Identifier: Apache-2.0
// Which taps of a sliding window fall inside the input. Clipping the range once per output position
// spares a test in the innermost loops.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"

namespace thimblert {

/// Taps begin..end-1 of a window; begin equals end when none lies inside.
struct TapRange {
    int32_t begin;
    int32_t end;
};

/// Taps of a window of `size` taps at `origin` (may be negative) inside an input of `extent`.
THIMBLERT_INLINE TapRange clip_taps(int32_t origin, int32_t size, int32_t extent) {
    const int32_t begin = maximum(0, -origin);
    return {begin, maximum(begin, minimum(size, extent - origin))};
}

/// As clip_taps for taps `dilation` apart. Searches instead of dividing: small cores have no divider.
THIMBLERT_INLINE TapRange clip_dilated_taps(int32_t origin, int32_t dilation, int32_t size, int32_t extent) {
    int32_t begin = 0;
    int32_t position = origin;
    while (begin < size && position < 0) {
        ++begin;
        position += dilation;
    }
    int32_t end = begin;
    while (end < size && position < extent) {
        ++end;
        position += dilation;
    }
    return {begin, end};
}

} // namespace thimblert

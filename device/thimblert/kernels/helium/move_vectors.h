// SPDX-License-Identifier: Apache-2.0
// Bytes moved by vectors in loops that need no test and no remainder: their last vector is cut to what is left.
#pragma once

#include "thimblert/kernels/helium/accumulate_vectors.h"

#include <string.h>

namespace thimblert {
namespace helium {

/// Copies `count` bytes in vectors that lie `step` bytes apart at their destination.
template <int step> THIMBLERT_INLINE void copy_vectors(int8_t* to, const int8_t* from, int32_t count) {
#if THIMBLERT_HELIUM
    __asm__ volatile("wlstp.8 lr, %[count], 2f\n"
                     "1:\n\t"
                     "vldrb.8 q0, [%[from]], #16\n\t"
                     "vstrb.8 q0, [%[to]], %[step]\n\t"
                     "letp lr, 1b\n"
                     "2:\n"
                     : [to] "+r"(to), [from] "+r"(from)
                     : [count] "r"(count), [step] "i"(step)
                     : "lr", "d0", "d1", "memory");
#else
    for (; count > 0; count -= vector_taps) {
        memcpy(to, from, static_cast<unsigned>(minimum(count, vector_taps)));
        from += vector_taps;
        to += step;
    }
#endif
}

THIMBLERT_INLINE void fill_bytes(int8_t* to, int32_t value, int32_t count) {
#if THIMBLERT_HELIUM
    __asm__ volatile("vdup.8 q0, %[value]\n\t"
                     "wlstp.8 lr, %[count], 2f\n"
                     "1:\n\t"
                     "vstrb.8 q0, [%[to]], #16\n\t"
                     "letp lr, 1b\n"
                     "2:\n"
                     : [to] "+r"(to)
                     : [count] "r"(count), [value] "r"(value)
                     : "lr", "d0", "d1", "memory");
#else
    memset(to, value, static_cast<unsigned>(count));
#endif
}

} // namespace helium
} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Activations widened to 16 bits with their zero point subtracted, in the order in which the dot products read them.
//
// Four consecutive elements e0..e3 of one pixel become the pairs (e0, e2) and (e1, e3), because that is how SXTAB16
// extends a word. With several pixels the first pairs of all of them come before the second pairs.
#pragma once

#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// A pair of halves. Memory of other types may be borrowed to hold pairs, hence the attribute.
typedef uint32_t __attribute__((may_alias)) PairWord;

/// Widens one word of a pixel.
template <int pixels> THIMBLERT_INLINE PairWord* widen_word(PairWord* pairs, uint32_t word, uint32_t offset) {
    pairs[0] = sxtab16(offset, word);
    pairs[pixels] = sxtab16_ror8(offset, word);
    return pairs + 2 * pixels;
}

/// Widens `words` words of one of the `pixels` pixels that share the buffer.
template <int pixels>
THIMBLERT_INLINE PairWord* widen_words(PairWord* pairs, const int8_t* elements, int32_t words, uint32_t offset) {
    if ((words & 1) != 0) {
        pairs = widen_word<pixels>(pairs, load_s8x4(elements), offset);
        elements += 4;
    }
    for (int32_t count = words >> 1; count > 0; --count) {
        pairs = widen_word<pixels>(pairs, load_s8x4(elements), offset);
        pairs = widen_word<pixels>(pairs, load_s8x4(elements + 4), offset);
        elements += 8;
    }
    return pairs;
}

/// The place of padding: `count` pairs of zeros.
THIMBLERT_INLINE PairWord* clear_words(PairWord* pairs, int32_t count) {
    for (; count > 0; --count) {
        *pairs++ = 0;
    }
    return pairs;
}

/// Widens `words` words of each of four pixels that lie `stride` bytes apart.
THIMBLERT_INLINE PairWord*
widen_four_pixels(PairWord* pairs, const int8_t* elements, int32_t stride, int32_t words, uint32_t offset) {
#if THIMBLERT_SIMD32 && defined(__OPTIMIZE__)
    register PairWord* x __asm__("r0") = pairs;
    register const int8_t* e __asm__("r1") = elements;
    register int32_t step __asm__("r2") = stride;
    register int32_t n __asm__("r12") = words;
    register uint32_t z __asm__("lr") = offset;
    __asm__ volatile("1:\n\t"
                     "ldr r4, [%[e], %[stride]]\n\t"
                     "ldr r5, [%[e], %[stride], lsl #1]\n\t"
                     "add r6, %[e], %[stride], lsl #1\n\t"
                     "ldr r6, [r6, %[stride]]\n\t"
                     "ldr r3, [%[e]], #4\n\t"
                     "sxtab16 r8, %[offset], r3\n\t"
                     "sxtab16 r9, %[offset], r4\n\t"
                     "sxtab16 r10, %[offset], r5\n\t"
                     "sxtab16 r11, %[offset], r6\n\t"
                     "stmia.w %[x]!, {r8-r11}\n\t"
                     "sxtab16 r3, %[offset], r3, ror #8\n\t"
                     "sxtab16 r4, %[offset], r4, ror #8\n\t"
                     "sxtab16 r5, %[offset], r5, ror #8\n\t"
                     "sxtab16 r6, %[offset], r6, ror #8\n\t"
                     "stmia.w %[x]!, {r3-r6}\n\t"
                     "subs %[n], %[n], #1\n\t"
                     "bne 1b\n"
                     : [x] "+r"(x), [e] "+r"(e), [n] "+r"(n)
                     : [stride] "r"(step), [offset] "r"(z)
                     : "r3", "r4", "r5", "r6", "r8", "r9", "r10", "r11", "cc", "memory");
    return x;
#else
    for (int32_t pixel = 0; pixel < 4; ++pixel) {
        widen_words<4>(pairs + pixel, elements + pixel * stride, words, offset);
    }
    return pairs + 8 * words;
#endif
}

} // namespace armv7em
} // namespace thimblert

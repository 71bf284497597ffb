// SPDX-License-Identifier: Apache-2.0
// The packed 8- and 16-bit arithmetic of the Armv7E-M DSP extension, one function an instruction. Elsewhere the
// same functions are plain C++ with the same results, so that kernels written with them run in host tests.
// Source: Armv7-M Architecture Reference Manual, A4.4.3 to A4.4.7.
#pragma once

#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

#include <string.h>

#if defined(__ARM_FEATURE_SIMD32) && defined(__thumb2__) && !defined(__ARM_BIG_ENDIAN)
/// 1 where the functions below are single instructions.
#define THIMBLERT_SIMD32 1
#else
#define THIMBLERT_SIMD32 0
#endif

namespace thimblert {

/// Four int8 elements, the first in the lowest byte; no alignment needed.
THIMBLERT_INLINE uint32_t load_s8x4(const int8_t* elements) {
    uint32_t word;
    memcpy(&word, elements, sizeof word);
    return word;
}

THIMBLERT_INLINE void store_s8x4(int8_t* elements, uint32_t word) {
    memcpy(elements, &word, sizeof word);
}

/// Both halves of a pair set to the low half of `value`.
THIMBLERT_INLINE uint32_t pair_of(int32_t value) {
    const uint32_t half = static_cast<uint32_t>(value) & 0xFFFFU;
    return half | (half << 16);
}

THIMBLERT_INLINE int32_t bottom_half(uint32_t pair) {
    return static_cast<int16_t>(static_cast<uint16_t>(pair & 0xFFFFU));
}

THIMBLERT_INLINE int32_t top_half(uint32_t pair) {
    return static_cast<int32_t>(pair) >> 16;
}

THIMBLERT_INLINE uint32_t make_pair(int32_t bottom, int32_t top) {
    return (static_cast<uint32_t>(bottom) & 0xFFFFU) | (static_cast<uint32_t>(top) << 16);
}

/// Byte `index` of a word, sign extended.
THIMBLERT_INLINE int32_t signed_byte(uint32_t word, uint32_t index) {
    return static_cast<int8_t>(static_cast<uint8_t>((word >> (8U * index)) & 0xFFU));
}

#if THIMBLERT_SIMD32

/// Bytes 0 and 2 as a pair of halves.
THIMBLERT_INLINE uint32_t sxtb16(uint32_t word) {
    uint32_t pair;
    __asm__("sxtb16 %0, %1" : "=r"(pair) : "r"(word));
    return pair;
}

/// Bytes 1 and 3 as a pair of halves.
THIMBLERT_INLINE uint32_t sxtb16_ror8(uint32_t word) {
    uint32_t pair;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(word));
    return pair;
}

/// Bytes 0 and 2, each added to a half of `offset`.
THIMBLERT_INLINE uint32_t sxtab16(uint32_t offset, uint32_t word) {
    uint32_t pair;
    __asm__("sxtab16 %0, %1, %2" : "=r"(pair) : "r"(offset), "r"(word));
    return pair;
}

/// Bytes 1 and 3, each added to a half of `offset`.
THIMBLERT_INLINE uint32_t sxtab16_ror8(uint32_t offset, uint32_t word) {
    uint32_t pair;
    __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(pair) : "r"(offset), "r"(word));
    return pair;
}

/// accumulator + bottom * bottom + top * top.
THIMBLERT_INLINE int32_t smlad(uint32_t a, uint32_t b, int32_t accumulator) {
    int32_t sum;
    __asm__("smlad %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(accumulator));
    return sum;
}

/// accumulator + bottom of a * bottom of b.
THIMBLERT_INLINE int32_t smlabb(uint32_t a, uint32_t b, int32_t accumulator) {
    int32_t sum;
    __asm__("smlabb %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(accumulator));
    return sum;
}

/// accumulator + bottom of a * top of b.
THIMBLERT_INLINE int32_t smlabt(uint32_t a, uint32_t b, int32_t accumulator) {
    int32_t sum;
    __asm__("smlabt %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(accumulator));
    return sum;
}

/// accumulator + top of a * top of b.
THIMBLERT_INLINE int32_t smlatt(uint32_t a, uint32_t b, int32_t accumulator) {
    int32_t sum;
    __asm__("smlatt %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(accumulator));
    return sum;
}

/// The bottom halves of both: a's below b's.
THIMBLERT_INLINE uint32_t pack_bottoms(uint32_t a, uint32_t b) {
    uint32_t pair;
    __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(pair) : "r"(a), "r"(b));
    return pair;
}

/// The top halves of both: a's below b's.
THIMBLERT_INLINE uint32_t pack_tops(uint32_t a, uint32_t b) {
    uint32_t pair;
    __asm__("pkhtb %0, %1, %2, asr #16" : "=r"(pair) : "r"(b), "r"(a));
    return pair;
}

/// `word` with byte 1 replaced by the lowest byte of `value`.
THIMBLERT_INLINE uint32_t insert_second_byte(uint32_t word, uint32_t value) {
    __asm__("bfi %0, %1, #8, #8" : "+r"(word) : "r"(value));
    return word;
}

/// Clamped to int8.
THIMBLERT_INLINE int32_t ssat8(int32_t value) {
    int32_t result;
    __asm__("ssat %0, #8, %1" : "=r"(result) : "r"(value));
    return result;
}

/// 2 * value, clamped to 32 bits. The saturation flag that the instruction also sets is not used.
THIMBLERT_INLINE int32_t saturating_double(int32_t value) {
    int32_t result;
    __asm__("qadd %0, %1, %1" : "=r"(result) : "r"(value));
    return result;
}

/// floor((a * b + 2^31) / 2^32) + addend, wrapping.
THIMBLERT_INLINE int32_t smmlar(int32_t a, int32_t b, int32_t addend) {
    int32_t sum;
    __asm__("smmlar %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(addend));
    return sum;
}

/// The larger of each pair of signed bytes.
THIMBLERT_INLINE uint32_t maximum_s8x4(uint32_t a, uint32_t b) {
    uint32_t larger;
    __asm__("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(larger) : "r"(a), "r"(b));
    return larger;
}

/// The smaller of each pair of signed bytes.
THIMBLERT_INLINE uint32_t minimum_s8x4(uint32_t a, uint32_t b) {
    uint32_t smaller;
    __asm__("ssub8 %0, %1, %2\n\tsel %0, %2, %1" : "=&r"(smaller) : "r"(a), "r"(b));
    return smaller;
}

#else

THIMBLERT_INLINE uint32_t sxtb16(uint32_t word) {
    return make_pair(signed_byte(word, 0), signed_byte(word, 2));
}

THIMBLERT_INLINE uint32_t sxtb16_ror8(uint32_t word) {
    return make_pair(signed_byte(word, 1), signed_byte(word, 3));
}

THIMBLERT_INLINE uint32_t sxtab16(uint32_t offset, uint32_t word) {
    return make_pair(bottom_half(offset) + signed_byte(word, 0), top_half(offset) + signed_byte(word, 2));
}

THIMBLERT_INLINE uint32_t sxtab16_ror8(uint32_t offset, uint32_t word) {
    return make_pair(bottom_half(offset) + signed_byte(word, 1), top_half(offset) + signed_byte(word, 3));
}

THIMBLERT_INLINE int32_t smlabb(uint32_t a, uint32_t b, int32_t accumulator) {
    return wrapping_add(accumulator, bottom_half(a) * bottom_half(b));
}

THIMBLERT_INLINE int32_t smlabt(uint32_t a, uint32_t b, int32_t accumulator) {
    return wrapping_add(accumulator, bottom_half(a) * top_half(b));
}

THIMBLERT_INLINE int32_t smlatt(uint32_t a, uint32_t b, int32_t accumulator) {
    return wrapping_add(accumulator, top_half(a) * top_half(b));
}

THIMBLERT_INLINE int32_t smlad(uint32_t a, uint32_t b, int32_t accumulator) {
    return smlatt(a, b, smlabb(a, b, accumulator));
}

THIMBLERT_INLINE uint32_t pack_bottoms(uint32_t a, uint32_t b) {
    return make_pair(bottom_half(a), bottom_half(b));
}

THIMBLERT_INLINE uint32_t pack_tops(uint32_t a, uint32_t b) {
    return make_pair(top_half(a), top_half(b));
}

THIMBLERT_INLINE uint32_t insert_second_byte(uint32_t word, uint32_t value) {
    return (word & 0xFFFF00FFU) | ((value & 0xFFU) << 8);
}

THIMBLERT_INLINE int32_t ssat8(int32_t value) {
    return value < -128 ? -128 : (value > 127 ? 127 : value);
}

THIMBLERT_INLINE int32_t saturating_double(int32_t value) {
    const int64_t doubled = int64_t{2} * value;
    return doubled < INT32_MIN ? INT32_MIN : (doubled > INT32_MAX ? INT32_MAX : static_cast<int32_t>(doubled));
}

THIMBLERT_INLINE int32_t smmlar(int32_t a, int32_t b, int32_t addend) {
    const int64_t product = static_cast<int64_t>(a) * b + (int64_t{1} << 31);
    return wrapping_add(static_cast<int32_t>(product >> 32), addend);
}

THIMBLERT_INLINE uint32_t maximum_s8x4(uint32_t a, uint32_t b) {
    uint32_t larger = 0;
    for (uint32_t byte = 0; byte < 4; ++byte) {
        const uint32_t word = signed_byte(a, byte) >= signed_byte(b, byte) ? a : b;
        larger |= word & (0xFFU << (8U * byte));
    }
    return larger;
}

THIMBLERT_INLINE uint32_t minimum_s8x4(uint32_t a, uint32_t b) {
    uint32_t smaller = 0;
    for (uint32_t byte = 0; byte < 4; ++byte) {
        const uint32_t word = signed_byte(a, byte) >= signed_byte(b, byte) ? b : a;
        smaller |= word & (0xFFU << (8U * byte));
    }
    return smaller;
}

#endif

/// The lowest bytes of four values, the first in the lowest byte.
THIMBLERT_INLINE uint32_t pack_s8x4(int32_t a, int32_t b, int32_t c, int32_t d) {
    const uint32_t low = insert_second_byte(static_cast<uint32_t>(a), static_cast<uint32_t>(b));
    const uint32_t high = insert_second_byte(static_cast<uint32_t>(c), static_cast<uint32_t>(d));
    return pack_bottoms(low, high);
}

} // namespace thimblert

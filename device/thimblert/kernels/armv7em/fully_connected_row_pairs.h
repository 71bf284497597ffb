// SPDX-License-Identifier: Apache-2.0
// Fully connected layer for cores with the Armv7E-M DSP extension, of weights that lowering has arranged for it: pairs
// of rows in the halves of a word (channel_pairs.h), two pairs at a time. The input is widened on the way; its zero
// point is in the bias.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/channel_pairs.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/simd32.h"

namespace thimblert {

struct FullyConnectedRowPairsS8Params {
    int32_t batch;
    int32_t input_size; ///< a multiple of four
    int32_t output_size;
    int32_t multiplier;
    int32_t addend;
    int32_t right;
    int32_t corrects_negatives; ///< 1 where outputs of negative sums are not clamped away
    int32_t output_min;
    int32_t output_max;
};

namespace armv7em {

/// Two pairs of rows: of each the first one's sum and that of both.
struct FourRows {
    int32_t first0;
    int32_t both0;
    int32_t first1;
    int32_t both1;
};

/// Adds the products of four elements and moves on. Filters are the words of the first pair of rows, then those of the
/// second. In assembly because five loads in a row take one cycle each but for the first.
THIMBLERT_INLINE void multiply_four_elements(FourRows& rows, const int8_t*& input, const int32_t*& filters) {
#if THIMBLERT_SIMD32 && defined(__OPTIMIZE__)
    uint32_t even;
    uint32_t odd;
    uint32_t weights[4];
    __asm__ volatile("ldr %[even], [%[input]], #4\n\t"
                     "ldr %[w0], [%[filters]], #16\n\t"
                     "ldr %[w1], [%[filters], #-12]\n\t"
                     "ldr %[w2], [%[filters], #-8]\n\t"
                     "ldr %[w3], [%[filters], #-4]\n\t"
                     "sxtb16 %[odd], %[even], ror #8\n\t"
                     "sxtb16 %[even], %[even]\n\t"
                     "smlad %[both0], %[w0], %[even], %[both0]\n\t"
                     "sxtb16 %[w0], %[w0]\n\t"
                     "smlad %[both1], %[w2], %[even], %[both1]\n\t"
                     "sxtb16 %[w2], %[w2]\n\t"
                     "smlad %[first0], %[w0], %[even], %[first0]\n\t"
                     "smlad %[first1], %[w2], %[even], %[first1]\n\t"
                     "smlad %[both0], %[w1], %[odd], %[both0]\n\t"
                     "sxtb16 %[w1], %[w1]\n\t"
                     "smlad %[both1], %[w3], %[odd], %[both1]\n\t"
                     "sxtb16 %[w3], %[w3]\n\t"
                     "smlad %[first0], %[w1], %[odd], %[first0]\n\t"
                     "smlad %[first1], %[w3], %[odd], %[first1]\n\t"
                     : [input] "+r"(input), [filters] "+r"(filters), [both0] "+r"(rows.both0), [both1] "+r"(rows.both1),
                       [first0] "+r"(rows.first0), [first1] "+r"(rows.first1), [even] "=&r"(even), [odd] "=&r"(odd),
                       [w0] "=&r"(weights[0]), [w1] "=&r"(weights[1]), [w2] "=&r"(weights[2]), [w3] "=&r"(weights[3])
                     :
                     : "memory");
#else
    const uint32_t elements = load_s8x4(input);
    const uint32_t even = sxtb16(elements);
    const uint32_t odd = sxtb16_ror8(elements);
    add_to_pair(filters[0], even, rows.both0, rows.first0);
    add_to_pair(filters[1], odd, rows.both0, rows.first0);
    add_to_pair(filters[2], even, rows.both1, rows.first1);
    add_to_pair(filters[3], odd, rows.both1, rows.first1);
    input += 4;
    filters += 4;
#endif
}

/// Outputs of four rows, of which the last may be missing. Returns the next rows' filters.
THIMBLERT_PART const int32_t* multiply_four_rows(
    const FullyConnectedRowPairsS8Params& p, const int8_t* input, const int32_t* filters, int8_t* output, int32_t count
) {
    FourRows rows = {filters[0], filters[1], filters[2], filters[3]};
    filters += 4;
    const int8_t* const end = input + p.input_size;
    if ((p.input_size & 4) != 0) {
        multiply_four_elements(rows, input, filters);
    }
    while (input != end) {
        multiply_four_elements(rows, input, filters);
        multiply_four_elements(rows, input, filters);
    }
    const int32_t scale[3] = {p.multiplier, p.addend, p.right};
    const int32_t sums[4] = {
        2 * rows.first0, twice_second_sum(rows.both0, rows.first0), 2 * rows.first1,
        twice_second_sum(rows.both1, rows.first1)};
    for (int32_t row = 0; row < count; ++row) {
        output[row] = finish_twice_sum(sums[row], scale, p.corrects_negatives);
    }
    return filters;
}

/// Fully connected layer on int8 with one multiplier. Rounds as requantise() does, given sums that lowering has
/// bounded.
///
/// Shapes: input [batch, input_size], output [batch, output_size]; filters for each four rows, the last ones filled up
/// with zeros: of each pair the first one's sum to begin with and 256 times the second's plus that; for each four
/// elements two words of the first pair of rows, then two of the second.
THIMBLERT_KERNEL void fully_connected_row_pairs_s8(
    const FullyConnectedRowPairsS8Params& p, const int8_t* input, const int32_t* filters, int8_t* output
) {
    for (int32_t image = 0; image < p.batch; ++image) {
        const int32_t* next = filters;
        for (int32_t row = 0; row < p.output_size; row += 4) {
            next = multiply_four_rows(p, input, next, output + row, minimum(4, p.output_size - row));
        }
        clamp_outputs(output, p.output_size, p.output_min, p.output_max);
        input += p.input_size;
        output += p.output_size;
    }
}

} // namespace armv7em
} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Average pooling, sixteen channels at once.
#include "thimblert/kernels/average_pool2d.h"

#include "thimble/execute/vnni/kernels.h"
#include "thimble/execute/vnni/rescale.h"

namespace thimble::vnni {

namespace {

using thimblert::PoolS8Params;
using thimblert::PoolWindow;

/// Exact: a quotient of 32-bit integers that is not whole is further from the next whole number than doubles round.
THIMBLE_VNNI_INLINE __m512i divide(__m512i dividends, std::int32_t divisor) {
    const __m512d divisors = _mm512_set1_pd(divisor);
    const __m512d low = _mm512_div_pd(_mm512_cvtepi32_pd(_mm512_castsi512_si256(dividends)), divisors);
    const __m512d high = _mm512_div_pd(_mm512_cvtepi32_pd(_mm512_extracti64x4_epi64(dividends, 1)), divisors);
    return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvttpd_epi32(low)), _mm512_cvttpd_epi32(high), 1);
}

THIMBLE_VNNI_INLINE __m512i
window_sum(const PoolWindow& window, const std::int8_t* input, std::int32_t channels, __mmask16 lanes) {
    __m512i sum = _mm512_setzero_si512();
    for (std::int32_t row = 0; row < window.rows; ++row) {
        const std::int8_t* tap = input + static_cast<std::ptrdiff_t>(row) * window.row_stride;
        for (std::int32_t column = 0; column < window.columns; ++column) {
            sum = _mm512_add_epi32(sum, _mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(lanes, tap)));
            tap += channels;
        }
    }
    return sum;
}

THIMBLE_VNNI void
average_pixel(const PoolS8Params& p, const PoolWindow& window, const std::int8_t* input, std::int8_t* output) {
    const std::int32_t count = thimblert::maximum(1, window.rows * window.columns);
    const __m512i half = _mm512_set1_epi32(count / 2);
    const OutputRange range{0, p.output_min, p.output_max};
    for (std::int32_t channel = 0; channel < p.channels; channel += 16) {
        const std::int32_t left = p.channels - channel;
        const auto lanes = static_cast<__mmask16>(left >= 16 ? 0xFFFFU : (1U << left) - 1U);
        const __m512i sum = window_sum(window, input + channel, p.channels, lanes);
        const __mmask16 is_positive = _mm512_cmpgt_epi32_mask(sum, _mm512_setzero_si512());
        const __m512i below = _mm512_sub_epi32(sum, half);
        const __m512i rounded = _mm512_mask_add_epi32(below, is_positive, sum, half);
        store_bytes(output + channel, clamp_to(divide(rounded, count), range), left);
    }
}

class AveragePoolKernel : public HostKernel {
public:
    explicit AveragePoolKernel(const BoundStep& step)
        : p_(step.parameters_as<PoolS8Params>()),
          input_(step.argument<const std::int8_t>(0)),
          output_(step.argument<std::int8_t>(1)) {}

    void run() override {
        thimblert::pool_for_each_pixel(p_, [this](const PoolWindow& window, std::int32_t output_offset) {
            average_pixel(p_, window, input_ + window.first_input, output_ + output_offset);
        });
    }

private:
    PoolS8Params p_;
    const std::int8_t* input_;
    std::int8_t* output_;
};

} // namespace

std::unique_ptr<HostKernel> prepare_average_pool2d(const BoundStep& step) {
    return std::make_unique<AveragePoolKernel>(step);
}

} // namespace thimble::vnni

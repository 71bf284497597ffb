// SPDX-License-Identifier: Apache-2.0
// Addition of tensors of equal shapes, sixteen elements at once.
#include "thimblert/kernels/add.h"

#include "thimble/execute/vnni/kernels.h"
#include "thimble/execute/vnni/rescale.h"

namespace thimble::vnni {

namespace {

using thimblert::AddS8Params;

SixteenScales equal_scales(std::int32_t multiplier, std::int32_t shift) {
    SixteenScales scales;
    for (int lane = 0; lane < 16; ++lane) {
        scales.set(lane, 0, multiplier, shift);
    }
    return scales;
}

struct AddScales {
    SixteenScales a;
    SixteenScales b;
    SixteenScales output;
};

THIMBLE_VNNI_INLINE __m512i
common_scale(const std::int8_t* input, __mmask16 lanes, std::int32_t zero_point, const SixteenScales& scales) {
    const __m512i codes = _mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(lanes, input));
    const __m512i centred = _mm512_sub_epi32(codes, _mm512_set1_epi32(zero_point));
    return requantise(_mm512_slli_epi32(centred, thimblert::add_left_shift), scales);
}

THIMBLE_VNNI void add_codes(
    const AddS8Params& p, const AddScales& scales, const std::int8_t* a, const std::int8_t* b, std::int8_t* output
) {
    const OutputRange range{p.output_zero_point, p.output_min, p.output_max};
    for (std::int32_t index = 0; index < p.count; index += 16) {
        const std::int32_t left = p.count - index;
        const auto lanes = static_cast<__mmask16>(left >= 16 ? 0xFFFFU : (1U << left) - 1U);
        const __m512i sum = _mm512_add_epi32(
            common_scale(a + index, lanes, p.input_a_zero_point, scales.a),
            common_scale(b + index, lanes, p.input_b_zero_point, scales.b)
        );
        store_bytes(output + index, finish(sum, scales.output, range), left);
    }
}

class AddKernel : public HostKernel {
public:
    AddKernel(const AddS8Params& p, const BoundStep& step)
        : p_(p),
          scales_{
              equal_scales(p.multiplier_a, p.shift_a), equal_scales(p.multiplier_b, p.shift_b),
              equal_scales(p.multiplier_out, p.shift_out)},
          a_(step.argument<const std::int8_t>(0)),
          b_(step.argument<const std::int8_t>(1)),
          output_(step.argument<std::int8_t>(2)) {}

    void run() override { add_codes(p_, scales_, a_, b_, output_); }

private:
    AddS8Params p_;
    AddScales scales_;
    const std::int8_t* a_;
    const std::int8_t* b_;
    std::int8_t* output_;
};

} // namespace

std::unique_ptr<HostKernel> prepare_add(const BoundStep& step) {
    const auto p = step.parameters_as<AddS8Params>();
    if (p.is_flat == 0) {
        return nullptr;
    }
    return std::make_unique<AddKernel>(p, step);
}

} // namespace thimble::vnni

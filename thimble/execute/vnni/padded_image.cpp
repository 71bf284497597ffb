// SPDX-License-Identifier: Apache-2.0
#include "thimble/execute/vnni/padded_image.h"

#include "thimble/execute/vnni/instructions.h"

#include <algorithm>

namespace thimble::vnni {

namespace {

/// Kernels load whole registers from any byte of the image.
constexpr std::size_t slack_bytes = 64;

std::size_t padded_pixels(const ImageLayout& layout) {
    return static_cast<std::size_t>((layout.padded_width + layout.phases - 1) / layout.phases);
}

THIMBLE_VNNI void copy_unsigned(std::uint8_t* to, const std::int8_t* from, std::size_t count) {
    const __m512i sign = _mm512_set1_epi8(-128);
    std::size_t index = 0;
    for (; index + 64 <= count; index += 64) {
        _mm512_storeu_si512(to + index, _mm512_xor_si512(_mm512_loadu_si512(from + index), sign));
    }
    if (index < count) {
        const __mmask64 lanes = (std::uint64_t{1} << (count - index)) - 1U;
        const __m512i bytes = _mm512_maskz_loadu_epi8(lanes, from + index);
        _mm512_mask_storeu_epi8(to + index, lanes, _mm512_xor_si512(bytes, sign));
    }
}

void copy_repeated(std::uint8_t* to, const std::int8_t* from, std::int32_t count, std::int32_t repeats) {
    for (std::int32_t channel = 0; channel < count; ++channel) {
        to = std::fill_n(to, repeats, static_cast<std::uint8_t>(from[channel] + 128));
    }
}

} // namespace

PaddedImage::PaddedImage(const ImageLayout& layout)
    : layout_(layout),
      pixel_bytes_(static_cast<std::size_t>(layout.input_channels) * layout.repeats),
      phase_bytes_(padded_pixels(layout) * pixel_bytes_),
      row_bytes_(phase_bytes_ * layout.phases),
      rows_(std::clamp(layout.padded_height - layout.padding_top, 0, layout.input_height)),
      columns_(std::clamp(layout.padded_width - layout.padding_left, 0, layout.input_width)),
      bytes_(
          row_bytes_ * layout.padded_height * layout.batch + slack_bytes,
          static_cast<std::uint8_t>(layout.zero_point + 128)
      ) {}

void PaddedImage::fill(const std::int8_t* input) {
    const std::size_t input_row_bytes = static_cast<std::size_t>(layout_.input_width) * layout_.input_channels;
    const std::size_t image_bytes = input_row_bytes * layout_.input_height;
    if (row_bytes_ == input_row_bytes && layout_.repeats == 1 && layout_.phases == 1 && layout_.padding_left == 0 &&
        layout_.padding_top == 0 && layout_.padded_height == layout_.input_height) {
        copy_unsigned(bytes_.data(), input, image_bytes * layout_.batch);
        return;
    }
    for (std::int32_t image = 0; image < layout_.batch; ++image) {
        for (std::int32_t row = 0; row < rows_; ++row) {
            fill_row(input + image * image_bytes + row * input_row_bytes, image, row + layout_.padding_top);
        }
    }
}

std::size_t PaddedImage::offset(std::int32_t image, std::int32_t row, std::int32_t column) const {
    const std::size_t image_row = static_cast<std::size_t>(image) * layout_.padded_height + row;
    return image_row * row_bytes_ + static_cast<std::size_t>(column % layout_.phases) * phase_bytes_ +
           static_cast<std::size_t>(column / layout_.phases) * pixel_bytes_;
}

void PaddedImage::fill_row(const std::int8_t* input, std::int32_t image, std::int32_t row) {
    if (layout_.phases == 1 && layout_.repeats == 1) {
        copy_unsigned(bytes_.data() + offset(image, row, layout_.padding_left), input, columns_ * pixel_bytes_);
        return;
    }
    for (std::int32_t column = 0; column < columns_; ++column) {
        std::uint8_t* pixel = bytes_.data() + offset(image, row, column + layout_.padding_left);
        if (layout_.repeats == 1) {
            copy_unsigned(pixel, input, pixel_bytes_);
        } else {
            copy_repeated(pixel, input, layout_.input_channels, layout_.repeats);
        }
        input += layout_.input_channels;
    }
}

} // namespace thimble::vnni

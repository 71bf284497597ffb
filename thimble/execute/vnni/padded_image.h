// SPDX-License-Identifier: Apache-2.0
// A convolution's input with its padding around it, as unsigned bytes (value + 128): the dot product instructions
// take one unsigned factor, and windows need no clipping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble::vnni {

struct ImageLayout {
    std::int32_t batch = 1;
    std::int32_t input_height = 1;
    std::int32_t input_width = 1;
    std::int32_t input_channels = 1;
    std::int32_t padded_height = 1; ///< rows that windows read
    std::int32_t padded_width = 1;
    std::int32_t padding_top = 0;
    std::int32_t padding_left = 0;
    std::int32_t zero_point = 0;
    std::int32_t phases = 1;  ///< columns x, x + phases, x + 2 * phases, ... are stored side by side
    std::int32_t repeats = 1; ///< how often each channel is stored
};

class PaddedImage {
public:
    explicit PaddedImage(const ImageLayout& layout);

    void fill(const std::int8_t* input);

    const std::uint8_t* data() const { return bytes_.data(); }

    /// Where the pixel of a window's tap begins. Units: row and column count from the padding's corner.
    std::size_t offset(std::int32_t image, std::int32_t row, std::int32_t column) const;

private:
    void fill_row(const std::int8_t* input, std::int32_t image, std::int32_t row);

    ImageLayout layout_;
    std::size_t pixel_bytes_;
    std::size_t phase_bytes_;
    std::size_t row_bytes_;
    std::int32_t rows_;    ///< of the input that windows read
    std::int32_t columns_; ///< likewise
    std::vector<std::uint8_t> bytes_;
};

} // namespace thimble::vnni

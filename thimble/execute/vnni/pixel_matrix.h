// SPDX-License-Identifier: Apache-2.0
// Products of the windows of many pixels with the filters of many channels: convolutions and fully connected layers.
// A window is some runs of neighbouring bytes, so that nothing is gathered beforehand.
#pragma once

#include "thimble/execute/vnni/rescale.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble::vnni {

/// The filters, and how sums become outputs.
struct Filters {
    std::int32_t channels = 0;
    std::int32_t runs = 0;       ///< of a window
    std::int32_t run_length = 0; ///< bytes
    std::int32_t input_zero_point = 0;
    const std::int8_t* weights = nullptr; ///< [channels, runs, run_length]
    const std::int32_t* bias = nullptr;   ///< [channels]
    std::vector<std::int32_t> multipliers;
    std::vector<std::int32_t> shifts;
};

/// Where windows lie among unsigned bytes. Each run may be read up to its next multiple of four.
struct Windows {
    std::vector<std::size_t> pixels; ///< where each output pixel's window begins
    std::vector<std::size_t> runs;   ///< from there on
};

class PixelMatrix {
public:
    PixelMatrix(const Filters& filters, Windows windows, const OutputRange& range);

    /// Writes [pixels, channels].
    void multiply(const std::uint8_t* input, std::int8_t* output) const;

private:
    void pack(const Filters& filters, std::int32_t channel);

    Windows windows_;
    OutputRange range_;
    std::int32_t channels_;
    std::int32_t quads_; ///< four bytes each, of a run
    std::vector<std::int8_t> weights_;
    std::vector<SixteenScales> scales_;
};

} // namespace thimble::vnni

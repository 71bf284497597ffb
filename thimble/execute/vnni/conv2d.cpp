// SPDX-License-Identifier: Apache-2.0
// Convolutions and fully connected layers: a row of a kernel is one run of a window, or one for each tap where dilated.
#include "thimblert/kernels/conv2d.h"

#include "thimble/execute/vnni/kernels.h"
#include "thimble/execute/vnni/padded_image.h"
#include "thimble/execute/vnni/pixel_matrix.h"
#include "thimblert/kernels/fully_connected.h"

#include <utility>

namespace thimble::vnni {

namespace {

using thimblert::Conv2dS8Params;
using thimblert::FullyConnectedS8Params;

class MatrixKernel : public HostKernel {
public:
    MatrixKernel(PaddedImage image, PixelMatrix matrix, const std::int8_t* input, std::int8_t* output)
        : image_(std::move(image)), matrix_(std::move(matrix)), input_(input), output_(output) {}

    void run() override {
        image_.fill(input_);
        matrix_.multiply(image_.data(), output_);
    }

private:
    PaddedImage image_;
    PixelMatrix matrix_;
    const std::int8_t* input_;
    std::int8_t* output_;
};

PaddedImage padded_image(const Conv2dS8Params& p) {
    ImageLayout layout;
    layout.batch = p.batch;
    layout.input_height = p.input_height;
    layout.input_width = p.input_width;
    layout.input_channels = p.input_channels;
    layout.padded_height = (p.output_height - 1) * p.stride_height + (p.kernel_height - 1) * p.dilation_height + 1;
    layout.padded_width = (p.output_width - 1) * p.stride_width + (p.kernel_width - 1) * p.dilation_width + 1;
    layout.padding_top = p.padding_top;
    layout.padding_left = p.padding_left;
    layout.zero_point = p.input_zero_point;
    return PaddedImage(layout);
}

Windows windows(const Conv2dS8Params& p, const PaddedImage& image) {
    Windows result;
    for (std::int32_t batch = 0; batch < p.batch; ++batch) {
        for (std::int32_t y = 0; y < p.output_height; ++y) {
            for (std::int32_t x = 0; x < p.output_width; ++x) {
                result.pixels.push_back(image.offset(batch, y * p.stride_height, x * p.stride_width));
            }
        }
    }
    const std::int32_t runs_in_row = p.dilation_width == 1 ? 1 : p.kernel_width;
    for (std::int32_t y = 0; y < p.kernel_height; ++y) {
        for (std::int32_t x = 0; x < runs_in_row; ++x) {
            result.runs.push_back(image.offset(0, y * p.dilation_height, x * p.dilation_width));
        }
    }
    return result;
}

Filters filters(const Conv2dS8Params& p, const BoundStep& step) {
    const bool is_dense = p.dilation_width == 1;
    Filters result;
    result.channels = p.output_channels;
    result.runs = is_dense ? p.kernel_height : p.kernel_height * p.kernel_width;
    result.run_length = is_dense ? p.kernel_width * p.input_channels : p.input_channels;
    result.input_zero_point = p.input_zero_point;
    result.weights = step.argument<const std::int8_t>(1);
    result.bias = step.argument<const std::int32_t>(2);
    const auto* multipliers = step.argument<const std::int32_t>(3);
    const auto* shifts = step.argument<const std::int8_t>(4);
    result.multipliers.assign(multipliers, multipliers + p.output_channels);
    result.shifts.assign(shifts, shifts + p.output_channels);
    return result;
}

} // namespace

std::unique_ptr<HostKernel> prepare_conv2d(const BoundStep& step) {
    if (!step.are_constant(1, 4)) {
        return nullptr;
    }
    const auto p = step.parameters_as<Conv2dS8Params>();
    const OutputRange range{p.output_zero_point, p.output_min, p.output_max};
    PaddedImage image = padded_image(p);
    PixelMatrix matrix(filters(p, step), windows(p, image), range);
    return std::make_unique<MatrixKernel>(
        std::move(image), std::move(matrix), step.argument<const std::int8_t>(0), step.argument<std::int8_t>(5)
    );
}

std::unique_ptr<HostKernel> prepare_fully_connected(const BoundStep& step) {
    const auto p = step.parameters_as<FullyConnectedS8Params>();
    if (!step.are_constant(1, 2) || p.weights_zero_point != 0) {
        return nullptr;
    }
    Filters filters;
    filters.channels = p.output_size;
    filters.runs = 1;
    filters.run_length = p.input_size;
    filters.input_zero_point = p.input_zero_point;
    filters.weights = step.argument<const std::int8_t>(1);
    filters.bias = step.argument<const std::int32_t>(2);
    filters.multipliers.assign(static_cast<std::size_t>(p.output_size), p.multiplier);
    filters.shifts.assign(static_cast<std::size_t>(p.output_size), p.shift);
    ImageLayout layout; // each row of the batch is a pixel
    layout.input_width = p.batch;
    layout.padded_width = p.batch;
    layout.input_channels = p.input_size;
    layout.zero_point = p.input_zero_point;
    PaddedImage image(layout);
    Windows windows;
    for (std::int32_t row = 0; row < p.batch; ++row) {
        windows.pixels.push_back(image.offset(0, 0, row));
    }
    windows.runs.push_back(0);
    const OutputRange range{p.output_zero_point, p.output_min, p.output_max};
    PixelMatrix matrix(filters, std::move(windows), range);
    return std::make_unique<MatrixKernel>(
        std::move(image), std::move(matrix), step.argument<const std::int8_t>(0), step.argument<std::int8_t>(3)
    );
}

} // namespace thimble::vnni

// SPDX-License-Identifier: Apache-2.0
// Convolutions over volumes [n, d, h, w, c] in groups of channels, portable, and their transposes. Images are volumes
// of depth 1.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/dot_product.h"
#include "thimblert/fixed_point.h"
#include "thimblert/window.h"

namespace thimblert {

struct VolumeS8Params {
    int32_t batch;
    int32_t input_depth;
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_depth;
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels;
    int32_t kernel_depth;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_depth;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_depth;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t padding_front;
    int32_t padding_top;
    int32_t padding_left;
    int32_t groups;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
};

struct VolumeF32Params {
    int32_t batch;
    int32_t input_depth;
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_depth;
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels;
    int32_t kernel_depth;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_depth;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_depth;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t padding_front;
    int32_t padding_top;
    int32_t padding_left;
    int32_t groups;
    float output_min;
    float output_max;
};

struct VolumeIntegersParams {
    int32_t batch;
    int32_t input_depth;
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_depth;
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels;
    int32_t kernel_depth;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_depth;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_depth;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t padding_front;
    int32_t padding_top;
    int32_t padding_left;
    int32_t groups;
    int32_t weights_zero_point_stride; // 1: one zero point an output channel; 0: one for all
};

/// One position of the output, and where the window of a convolution at it begins in the input.
struct VolumePlace {
    int32_t image;
    int32_t z;
    int32_t y;
    int32_t x;
};

/// Calls visit(place, channel, output_index) for every output element, in memory order.
template <typename Params, typename Visit>
THIMBLERT_INLINE void for_each_volume_element(const Params& p, const Visit& visit) {
    int32_t index = 0;
    VolumePlace place = {};
    for (place.image = 0; place.image < p.batch; ++place.image) {
        for (place.z = 0; place.z < p.output_depth; ++place.z) {
            for (place.y = 0; place.y < p.output_height; ++place.y) {
                for (place.x = 0; place.x < p.output_width; ++place.x) {
                    for (int32_t channel = 0; channel < p.output_channels; ++channel) {
                        visit(place, channel, index);
                        ++index;
                    }
                }
            }
        }
    }
}

/// Index of element [image, z, y, x, 0] of the input.
template <typename Params>
THIMBLERT_INLINE int32_t volume_offset(const Params& p, int32_t image, int32_t z, int32_t y, int32_t x) {
    return (((image * p.input_depth + z) * p.input_height + y) * p.input_width + x) * p.input_channels;
}

/// Calls visit(input_index, weight_index) for every tap of a convolution inside the input: where the channels of the
/// output channel's group begin in both.
template <typename Params, typename Visit>
THIMBLERT_INLINE void
for_each_volume_tap(const Params& p, const VolumePlace& place, int32_t channel, const Visit& visit) {
    const int32_t group_channels = p.input_channels / p.groups;
    const int32_t first_channel = channel / (p.output_channels / p.groups) * group_channels;
    const int32_t z = place.z * p.stride_depth - p.padding_front;
    const int32_t y = place.y * p.stride_height - p.padding_top;
    const int32_t x = place.x * p.stride_width - p.padding_left;
    const TapRange slices = clip_dilated_taps(z, p.dilation_depth, p.kernel_depth, p.input_depth);
    const TapRange rows = clip_dilated_taps(y, p.dilation_height, p.kernel_height, p.input_height);
    const TapRange columns = clip_dilated_taps(x, p.dilation_width, p.kernel_width, p.input_width);
    for (int32_t i = slices.begin; i < slices.end; ++i) {
        for (int32_t j = rows.begin; j < rows.end; ++j) {
            const int32_t weight_row = ((channel * p.kernel_depth + i) * p.kernel_height + j) * p.kernel_width;
            for (int32_t k = columns.begin; k < columns.end; ++k) {
                const int32_t input_index = volume_offset(
                    p, place.image, z + i * p.dilation_depth, y + j * p.dilation_height, x + k * p.dilation_width
                );
                visit(input_index + first_channel, (weight_row + k) * group_channels);
            }
        }
    }
}

/// The input position whose tap falls on `reach`, the output position with its padding less the tap; -1 where none is.
THIMBLERT_INLINE int32_t transposed_position(int32_t reach, int32_t stride, int32_t extent) {
    if (reach < 0 || reach >= stride * extent) {
        return -1;
    }
    const int32_t position = reach / stride;
    return position * stride == reach ? position : -1;
}

/// As for_each_volume_tap for a transposed convolution.
template <typename Params, typename Visit>
THIMBLERT_INLINE void
for_each_transposed_tap(const Params& p, const VolumePlace& place, int32_t channel, const Visit& visit) {
    const int32_t group_channels = p.input_channels / p.groups;
    const int32_t first_channel = channel / (p.output_channels / p.groups) * group_channels;
    int32_t weight_row = channel * p.kernel_depth * p.kernel_height * p.kernel_width;
    for (int32_t i = 0; i < p.kernel_depth; ++i) {
        const int32_t z =
            transposed_position(place.z + p.padding_front - i * p.dilation_depth, p.stride_depth, p.input_depth);
        for (int32_t j = 0; j < p.kernel_height; ++j, weight_row += p.kernel_width) {
            const int32_t y =
                transposed_position(place.y + p.padding_top - j * p.dilation_height, p.stride_height, p.input_height);
            for (int32_t k = 0; z >= 0 && y >= 0 && k < p.kernel_width; ++k) {
                const int32_t x =
                    transposed_position(place.x + p.padding_left - k * p.dilation_width, p.stride_width, p.input_width);
                if (x >= 0) {
                    visit(volume_offset(p, place.image, z, y, x) + first_channel, (weight_row + k) * group_channels);
                }
            }
        }
    }
}

THIMBLERT_INLINE int8_t finish_volume_s8(const VolumeS8Params& p, int32_t sum, int32_t multiplier, int32_t shift) {
    return clamp_s8(requantise(sum, multiplier, shift) + p.output_zero_point, p.output_min, p.output_max);
}

/// Convolution on int8 with a multiplier for each output channel.
///
/// Shapes: input [n, d, h, w, c], weights [o, kd, kh, kw, c / groups], bias, multipliers and shifts [o],
///         output [n, od, oh, ow, o].
/// Units:  as conv2d_s8.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void conv3d_s8(
    const VolumeS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const int32_t depth = p.input_channels / p.groups;
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        int32_t sum = bias[channel];
        for_each_volume_tap(p, place, channel, [&](int32_t x, int32_t w) {
            sum = dot_product_s8(input + x, weights + w, depth, -p.input_zero_point, sum);
        });
        output[index] = finish_volume_s8(p, sum, multipliers[channel], shifts[channel]);
    });
}

/// Convolution on float32. Shapes as conv3d_s8.
THIMBLERT_KERNEL void
conv3d_f32(const VolumeF32Params& p, const float* input, const float* weights, const float* bias, float* output) {
    const int32_t depth = p.input_channels / p.groups;
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        float sum = bias[channel];
        for_each_volume_tap(p, place, channel, [&](int32_t x, int32_t w) {
            sum = dot_product_f32(input + x, weights + w, depth, sum);
        });
        output[index] = clamp_f32(sum, p.output_min, p.output_max);
    });
}

/// Transposed convolution on int8. Shapes, units and source as conv3d_s8.
THIMBLERT_KERNEL void transpose_conv_s8(
    const VolumeS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const int32_t depth = p.input_channels / p.groups;
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        int32_t sum = bias[channel];
        for_each_transposed_tap(p, place, channel, [&](int32_t x, int32_t w) {
            sum = dot_product_s8(input + x, weights + w, depth, -p.input_zero_point, sum);
        });
        output[index] = finish_volume_s8(p, sum, multipliers[channel], shifts[channel]);
    });
}

/// Transposed convolution on float32. Shapes as conv3d_s8.
THIMBLERT_KERNEL void transpose_conv_f32(
    const VolumeF32Params& p, const float* input, const float* weights, const float* bias, float* output
) {
    const int32_t depth = p.input_channels / p.groups;
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        float sum = bias[channel];
        for_each_transposed_tap(p, place, channel, [&](int32_t x, int32_t w) {
            sum = dot_product_f32(input + x, weights + w, depth, sum);
        });
        output[index] = clamp_f32(sum, p.output_min, p.output_max);
    });
}

/// All kernels on int16; Sum is the type of bias and accumulators. Taps calls its last argument with every tap.
template <typename Sum, typename Taps>
THIMBLERT_INLINE void volume_any_s16(
    const VolumeS8Params& p, const int16_t* input, const int8_t* weights, const Sum* bias, const int32_t* multipliers,
    const int8_t* shifts, int16_t* output, const Taps& for_each_tap
) {
    const int32_t depth = p.input_channels / p.groups;
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        Sum products = 0;
        for_each_tap(place, channel, [&](int32_t x, int32_t w) {
            products = dot_product_s16(input + x, weights + w, depth, products);
        });
        const Sum sum = wrapping_add(products, bias[channel]);
        const int32_t scaled = requantise_sum(sum, multipliers[channel], shifts[channel]);
        output[index] = clamp_s16(scaled, p.output_min, p.output_max);
    });
}

template <typename Sum>
THIMBLERT_INLINE void conv3d_any_s16(
    const VolumeS8Params& p, const int16_t* input, const int8_t* weights, const Sum* bias, const int32_t* multipliers,
    const int8_t* shifts, int16_t* output
) {
    const auto taps = [&p](const VolumePlace& place, int32_t channel, const auto& visit) {
        for_each_volume_tap(p, place, channel, visit);
    };
    volume_any_s16(p, input, weights, bias, multipliers, shifts, output, taps);
}

template <typename Sum>
THIMBLERT_INLINE void transpose_conv_any_s16(
    const VolumeS8Params& p, const int16_t* input, const int8_t* weights, const Sum* bias, const int32_t* multipliers,
    const int8_t* shifts, int16_t* output
) {
    const auto taps = [&p](const VolumePlace& place, int32_t channel, const auto& visit) {
        for_each_transposed_tap(p, place, channel, visit);
    };
    volume_any_s16(p, input, weights, bias, multipliers, shifts, output, taps);
}

/// Convolution on int16 with int8 weights and 64-bit accumulators; zero points are 0. Shapes as conv3d_s8; units and
/// source as conv2d_s16.
THIMBLERT_KERNEL void conv3d_s16(
    const VolumeS8Params& p, const int16_t* input, const int8_t* weights, const int64_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    conv3d_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// As conv3d_s16 with 32-bit accumulators, rescaled as in conv3d_s8.
THIMBLERT_KERNEL void conv3d_s16_bias32(
    const VolumeS8Params& p, const int16_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    conv3d_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// Transposed convolution on int16. All else as conv3d_s16.
THIMBLERT_KERNEL void transpose_conv_s16(
    const VolumeS8Params& p, const int16_t* input, const int8_t* weights, const int64_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    transpose_conv_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// As transpose_conv_s16 with 32-bit accumulators.
THIMBLERT_KERNEL void transpose_conv_s16_bias32(
    const VolumeS8Params& p, const int16_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    transpose_conv_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// Convolution on float32 with int8 weights, whose scales multiply the sums. Shapes as conv3d_s8, scales [o].
THIMBLERT_KERNEL void conv3d_f32_w8(
    const VolumeF32Params& p, const float* input, const int8_t* weights, const float* bias, const float* scales,
    float* output
) {
    const int32_t depth = p.input_channels / p.groups;
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        float sum = 0.0F;
        for_each_volume_tap(p, place, channel, [&](int32_t x, int32_t w) {
            sum = dot_product_f32(input + x, weights + w, depth, sum);
        });
        output[index] = clamp_f32(sum * scales[channel] + bias[channel], p.output_min, p.output_max);
    });
}

/// As conv3d_f32_w8, transposed.
THIMBLERT_KERNEL void transpose_conv_f32_w8(
    const VolumeF32Params& p, const float* input, const int8_t* weights, const float* bias, const float* scales,
    float* output
) {
    const int32_t depth = p.input_channels / p.groups;
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        float sum = 0.0F;
        for_each_transposed_tap(p, place, channel, [&](int32_t x, int32_t w) {
            sum = dot_product_f32(input + x, weights + w, depth, sum);
        });
        output[index] = clamp_f32(sum * scales[channel] + bias[channel], p.output_min, p.output_max);
    });
}

/// Convolution of integers less their zero points; sums wrap. Shapes as conv3d_s8; zero points [1], of the weights
/// [1] or [o].
template <typename Element>
THIMBLERT_KERNEL void conv_integers(
    const VolumeIntegersParams& p, const Element* input, const Element* weights, const Element* input_zero_point,
    const Element* weights_zero_points, int32_t* output
) {
    const int32_t depth = p.input_channels / p.groups;
    const uint32_t zero_point = static_cast<uint32_t>(*input_zero_point);
    for_each_volume_element(p, [&](const VolumePlace& place, int32_t channel, int32_t index) {
        const uint32_t weight_zero_point =
            static_cast<uint32_t>(weights_zero_points[channel * p.weights_zero_point_stride]);
        uint32_t sum = 0;
        for_each_volume_tap(p, place, channel, [&](int32_t x, int32_t w) {
            for (int32_t c = 0; c < depth; ++c) {
                sum += (static_cast<uint32_t>(input[x + c]) - zero_point) *
                       (static_cast<uint32_t>(weights[w + c]) - weight_zero_point);
            }
        });
        output[index] = static_cast<int32_t>(sum);
    });
}

} // namespace thimblert

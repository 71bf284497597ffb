// SPDX-License-Identifier: Apache-2.0
// The geometry of convolutions over volumes [n, d, h, w, c], of which images are those of depth 1: what conv3d,
// transpose_conv, conv_integer and grouped conv2d have in common.
#pragma once

#include "thimble/core/shape.h"
#include "thimble/ops/op_def.h"

#include <array>
#include <cstdint>
#include <vector>

namespace thimble {

using Extent3d = std::array<std::int64_t, 3>; ///< depth, height, width

struct VolumeGeometry {
    Shape input;   ///< [n, d, h, w, c]
    Shape weights; ///< [o, kd, kh, kw, c / groups]
    Shape output;  ///< [n, d, h, w, o]
    Extent3d stride = {1, 1, 1};
    Extent3d dilation = {1, 1, 1};
    Extent3d padding = {0, 0, 0}; ///< before the first element of each axis
    std::int64_t groups = 1;

    std::int64_t group_input_channels() const { return weights[4]; }

    std::int64_t group_output_channels() const { return weights[0] / groups; }
};

AttributeSpec groups_spec();
/// The attribute `groups`, 1 where it is left out. Errors: ModelError E0422 when it is below 1.
std::int64_t groups_attribute(const Attributes& attributes);

/// `stride`, `dilation` and `padding` of operators that take images as well as volumes: an empty list stands for ones
/// or zeros.
std::vector<AttributeSpec> volume_attribute_specs();

/// Rank 4 or 5, and channels of the input and of the weights that fit `groups`.
/// Errors: ModelError E0421.
void require_volume_channels(const NodeView& node);

/// The output of a convolution with padding on both sides of each axis, in the rank of the input.
/// Errors: ModelError E0421 where the window is larger than the padded input, E0422 for attributes out of range.
Shape convolved_shape(const NodeView& node);
/// The output of a transposed convolution, from the attribute `output_size`.
Shape transposed_shape(const NodeView& node);

/// The geometry of a node whose output type is known.
VolumeGeometry volume_geometry(const NodeView& node);

/// Calls visit(index of the input's element, index of the weight) for every product of one element of the output of a
/// convolution; `position` counts the output's elements [n, d, h, w].
template <typename Visit>
void for_each_volume_product(
    const VolumeGeometry& geometry, std::int64_t position, std::int64_t channel, const Visit& visit
) {
    Extent3d place = {};
    std::int64_t image = position;
    for (std::size_t axis = 3; axis-- > 0;) {
        place[axis] = image % geometry.output[axis + 1];
        image /= geometry.output[axis + 1];
    }
    const std::int64_t depth = geometry.group_input_channels();
    const std::int64_t first_channel = channel / geometry.group_output_channels() * depth;
    const Shape& kernel = geometry.weights;
    std::int64_t weight = channel * kernel[1] * kernel[2] * kernel[3] * depth;
    for (std::int64_t tap = 0; tap < kernel[1] * kernel[2] * kernel[3]; ++tap, weight += depth) {
        const Extent3d index = {tap / (kernel[2] * kernel[3]), tap / kernel[3] % kernel[2], tap % kernel[3]};
        std::int64_t offset = image;
        bool is_inside = true;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const std::int64_t at =
                place[axis] * geometry.stride[axis] + index[axis] * geometry.dilation[axis] - geometry.padding[axis];
            is_inside = is_inside && at >= 0 && at < geometry.input[axis + 1];
            offset = offset * geometry.input[axis + 1] + at;
        }
        for (std::int64_t c = 0; is_inside && c < depth; ++c) {
            visit(
                static_cast<std::size_t>(offset * geometry.input[4] + first_channel + c),
                static_cast<std::size_t>(weight + c)
            );
        }
    }
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// From ONNX's channels first to the Graph's channels last and back.
#pragma once

#include "thimble/import/onnx/node_reader.h"

namespace thimble::onnx_import {

/// The value with its axes in another order. Constants are permuted at once, those behind a dequantize too.
ValueId transposed(NodeReader& reader, ValueId id, const std::vector<std::int64_t>& axes);

/// Whether the value is a real tensor known when compiling: a constant, or one that is dequantised.
bool is_known_real(const NodeReader& reader, ValueId id);

/// [n, w, c] as [n, 1, w, c]; other ranks stay. Constants change at once, those behind a dequantize too.
ValueId with_height(NodeReader& reader, ValueId id);

/// What lies behind batch and channels, or behind both channels of weights. Errors: ModelError E0321 for fewer than two
/// axes.
std::vector<std::int64_t> spatial_extents(const Shape& shape);

/// An attribute of one number from 1 for each spatial axis, 1 where absent: strides, dilations. Errors: ModelError
/// E0323.
std::vector<std::int64_t> window_numbers(const NodeReader& reader, std::string_view name, std::size_t count);

/// [N, C, spatial...] to [N, spatial..., C]. Errors: ModelError E0321 for fewer than two axes.
ValueId to_channels_last(NodeReader& reader, ValueId id);

/// [N, spatial..., C] to [N, C, spatial...].
ValueId to_channels_first(NodeReader& reader, ValueId id);

/// Padding of ONNX's convolutions and pools as [before..., after...] of the spatial axes: attributes pads and
/// auto_pad. `extents` are the spatial ones of the input, `windows` those of the window with its dilation.
/// Errors: ModelError E0323.
std::vector<std::int64_t> spatial_padding(
    const NodeReader& reader, const std::vector<std::int64_t>& extents, const std::vector<std::int64_t>& windows,
    const std::vector<std::int64_t>& strides
);

} // namespace thimble::onnx_import

// SPDX-License-Identifier: Apache-2.0
// Pools over windows of one to three spatial axes, and over all of them.
#include "thimble/import/onnx/layout.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <numeric>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// A window over spatial axes; the padding is [before..., after...].
struct PoolWindow {
    Integers size;
    Integers stride;
    Integers dilation;
    Integers padding;
};

std::int64_t reach(const PoolWindow& window, std::size_t axis) {
    return (window.size[axis] - 1) * window.dilation[axis] + 1;
}

/// With ceil_mode a last window that hangs over the end counts when it starts inside the input or the padding before
/// it: as more padding behind.
void pad_for_last_window(PoolWindow& window, std::size_t axis, std::int64_t extent) {
    const std::size_t rank = window.size.size();
    const std::int64_t before = window.padding[axis];
    std::int64_t& after = window.padding[rank + axis];
    const std::int64_t room = extent + before + after - reach(window, axis);
    std::int64_t steps = room <= 0 ? 0 : (room + window.stride[axis] - 1) / window.stride[axis];
    if (steps * window.stride[axis] >= extent + before) {
        --steps;
    }
    after = std::max(after, steps * window.stride[axis] + reach(window, axis) - extent - before);
}

PoolWindow read_window(NodeReader& reader, const Integers& extents) {
    const std::size_t rank = extents.size();
    if (rank < 1 || rank > 3) {
        throw Unsupported{fmt::format("a pool over {} axes", rank), "one to three spatial axes are supported"};
    }
    reader.attributes().integers("kernel_shape");
    PoolWindow window = {
        .size = window_numbers(reader, "kernel_shape", rank),
        .stride = window_numbers(reader, "strides", rank),
        .dilation = window_numbers(reader, "dilations", rank),
        .padding = {},
    };
    Integers reaches;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        reaches.push_back(reach(window, axis));
    }
    window.padding = spatial_padding(reader, extents, reaches, window.stride);
    return window;
}

void pad_for_ceil_mode(const NodeReader& reader, PoolWindow& window, const Integers& extents) {
    const bool is_explicit = reader.attributes().text("auto_pad", "NOTSET") == "NOTSET";
    for (std::size_t axis = 0; is_explicit && axis < extents.size(); ++axis) {
        if (reader.attributes().integer("ceil_mode", 0) != 0) {
            pad_for_last_window(window, axis, extents[axis]);
        }
    }
}

/// `values` for exactly `rank` spatial axes: leading ones are filled in.
Integers filled(const Integers& values, std::size_t rank, std::int64_t filling) {
    Integers result(rank - values.size(), filling);
    result.insert(result.end(), values.begin(), values.end());
    return result;
}

Attributes window_attributes(const PoolWindow& window, std::size_t rank) {
    const auto middle = window.padding.begin() + static_cast<std::ptrdiff_t>(window.size.size());
    Integers padding = filled({window.padding.begin(), middle}, rank, 0);
    const Integers after = filled({middle, window.padding.end()}, rank, 0);
    padding.insert(padding.end(), after.begin(), after.end());
    return {
        {"window", filled(window.size, rank, 1)},
        {"stride", filled(window.stride, rank, 1)},
        {"padding", std::move(padding)}};
}

/// [N, spatial..., C] with `rank` spatial axes.
Integers shape_with_axes(const Shape& shape, std::size_t rank) {
    const Integers spatial(shape.extents().begin() + 1, shape.extents().end() - 1);
    Integers result = {shape[0]};
    const Integers all = filled(spatial, rank, 1);
    result.insert(result.end(), all.begin(), all.end());
    result.push_back(shape.extents().back());
    return result;
}

/// A pool of the Graph over `rank` spatial axes on a value with channels last; the result has as many spatial axes
/// as the value.
ValueId
add_pool(NodeReader& reader, const std::string& op, ValueId input, std::size_t rank, const Attributes& attributes) {
    const Shape shape = reader.shape(input);
    const ValueId output = reader.add(op, {reader.reshape(input, shape_with_axes(shape, rank))}, attributes);
    const Shape pooled = reader.shape(output);
    Integers extents = {shape[0]};
    extents.insert(
        extents.end(), pooled.extents().end() - static_cast<std::ptrdiff_t>(shape.rank()) + 1, pooled.extents().end()
    );
    return reader.reshape(output, std::move(extents));
}

/// The kernels for images take no dilation, and quantised or real numbers.
bool fits_images(NodeReader& reader, ValueId input, const PoolWindow& window) {
    const TensorType type = reader.type(input);
    const bool is_dense =
        std::all_of(window.dilation.begin(), window.dilation.end(), [](auto step) { return step == 1; });
    return window.size.size() <= 2 && is_dense &&
           (type.data_type == DataType::float32 || (type.data_type == DataType::int8 && type.quantization));
}

/// `stem`2d or `stem`3d.
ValueId add_pool_of(NodeReader& reader, const std::string& stem, ValueId input, const PoolWindow& window) {
    if (stem != "lp_pool" && fits_images(reader, input, window)) {
        return add_pool(reader, stem + "2d", input, 2, window_attributes(window, 2));
    }
    Attributes attributes = window_attributes(window, 3);
    attributes.set("dilation", filled(window.dilation, 3, 1));
    if (stem == "lp_pool") {
        attributes.set("p", static_cast<double>(reader.attributes().integer("p", 2)));
    }
    return add_pool(reader, stem + "3d", input, 3, attributes);
}

bool has_padding(const PoolWindow& window) {
    return std::any_of(window.padding.begin(), window.padding.end(), [](std::int64_t extent) { return extent != 0; });
}

/// Zeros around the spatial axes, as elements that count.
ValueId with_zeros(NodeReader& reader, ValueId input, PoolWindow& window) {
    const std::size_t rank = window.size.size();
    Integers padding(2 * (rank + 2), 0);
    for (std::size_t axis = 0; axis < rank; ++axis) {
        padding[2 * (axis + 1)] = window.padding[axis];
        padding[2 * (axis + 1) + 1] = window.padding[rank + axis];
    }
    return reader.add("pad", {input}, {{"padding", std::move(padding)}});
}

void translate_average_pool(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    ValueId input = to_channels_last(reader, reader.input(0));
    const Integers extents = spatial_extents(reader.shape(reader.input(0)));
    PoolWindow window = read_window(reader, extents);
    if (reader.attributes().integer("count_include_pad", 0) == 0 || !has_padding(window)) {
        pad_for_ceil_mode(reader, window, extents);
        reader.define(0, to_channels_first(reader, add_pool_of(reader, "average_pool", input, window)));
        return;
    }
    input = with_zeros(reader, input, window);
    PoolWindow ceiled = window;
    pad_for_ceil_mode(reader, ceiled, extents);
    for (std::size_t index = 0; index < window.padding.size(); ++index) {
        ceiled.padding[index] -= window.padding[index];
    }
    reader.define(0, to_channels_first(reader, add_pool_of(reader, "average_pool", input, ceiled)));
}

void translate_max_pool(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = to_channels_last(reader, reader.input(0));
    const Integers extents = spatial_extents(reader.shape(reader.input(0)));
    PoolWindow window = read_window(reader, extents);
    pad_for_ceil_mode(reader, window, extents);
    reader.define(0, to_channels_first(reader, add_pool_of(reader, "max_pool", input, window)));
    if (reader.has_output(1)) {
        Attributes attributes = window_attributes(window, 3);
        attributes.set("dilation", filled(window.dilation, 3, 1));
        attributes.set("column_major", reader.attributes().integer("storage_order", 0));
        reader.define(1, to_channels_first(reader, add_pool(reader, "max_pool3d_indices", input, 3, attributes)));
    }
}

void translate_lp_pool(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const Integers extents = spatial_extents(reader.shape(reader.input(0)));
    PoolWindow window = read_window(reader, extents);
    pad_for_ceil_mode(reader, window, extents);
    const ValueId input = to_channels_last(reader, reader.input(0));
    reader.define(0, to_channels_first(reader, add_pool_of(reader, "lp_pool", input, window)));
}

ValueId reduce_image(NodeReader& reader, const std::string& op, ValueId input) {
    Integers axes(reader.shape(input).rank() - 2);
    std::iota(axes.begin(), axes.end(), 1);
    return reader.add(op, {input}, {{"axes", std::move(axes)}, {"keep_dims", std::int64_t{1}}});
}

/// Errors: ModelError E0321 for a value without channels and at least one axis behind them.
ValueId image_input(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const Shape shape = reader.shape(reader.input(0));
    if (shape.rank() < 3) {
        throw ModelError("E0321", fmt::format("input is {}, expected [batch, channels, ...]", shape.to_string()));
    }
    return to_channels_last(reader, reader.input(0));
}

void translate_global_average_pool(NodeReader& reader) {
    reader.define(0, to_channels_first(reader, reduce_image(reader, "mean", image_input(reader))));
}

void translate_global_max_pool(NodeReader& reader) {
    reader.define(0, to_channels_first(reader, reduce_image(reader, "reduce_max", image_input(reader))));
}

void translate_global_lp_pool(NodeReader& reader) {
    const ValueId input = image_input(reader);
    const std::int64_t p = reader.attributes().integer("p", 2);
    if (p == 1 || p == 2) {
        const std::string op = p == 1 ? "reduce_l1" : "reduce_l2";
        reader.define(0, to_channels_first(reader, reduce_image(reader, op, input)));
        return;
    }
    const Shape shape = reader.shape(input);
    const PoolWindow window = {
        .size = {shape.extents().begin() + 1, shape.extents().end() - 1},
        .stride = Integers(shape.rank() - 2, 1),
        .dilation = Integers(shape.rank() - 2, 1),
        .padding = Integers(2 * (shape.rank() - 2), 0),
    };
    if (window.size.size() > 3) {
        throw Unsupported{"a pool over more than three axes", "one to three spatial axes are supported"};
    }
    reader.define(0, to_channels_first(reader, add_pool_of(reader, "lp_pool", input, window)));
}

constexpr OperatorRow rows[] = {
    {"AveragePool", translate_average_pool},
    {"MaxPool", translate_max_pool, Uint8Form::as_stored},
    {"LpPool", translate_lp_pool},
    {"GlobalAveragePool", translate_global_average_pool},
    {"GlobalMaxPool", translate_global_max_pool},
    {"GlobalLpPool", translate_global_lp_pool},
};

} // namespace

std::span<const OperatorRow> pooling_rows() {
    return rows;
}

} // namespace thimble::onnx_import

// SPDX-License-Identifier: Apache-2.0
// The operator resize: a tensor with other extents, by the nearest elements or by interpolation. Nearest takes any data
// type, linear and cubic float32; linear of int8 images is that of TensorFlow Lite.
#include "thimble/ops/resize.h"

#include "thimble/core/error.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

constexpr std::array<std::string_view, 3> mode_names = {"nearest", "linear", "cubic"};
constexpr std::array<std::string_view, 6> coordinate_names = {
    "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize"};
constexpr std::array<std::string_view, 4> rounding_names = {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"};

// Far beyond any image; positions computed from them stay within 64 bits.
constexpr double largest_factor = 1e6;

double real_attribute(const Attributes& attributes, std::string_view name, double fallback) {
    const double value = attributes.has(name) ? attributes.get<double>(name) : fallback;
    if (!(std::abs(value) <= largest_factor)) {
        throw ModelError(wrong_attribute, fmt::format("{} is {}, expected a number up to 1e6", name, value));
    }
    return value;
}

/// A list of `count` numbers from `lowest` to 1e6, or none.
Reals real_list(const Attributes& attributes, std::string_view name, std::size_t count, double lowest) {
    const Reals values = attributes.has(name) ? attributes.get<Reals>(name) : Reals();
    const bool is_usable =
        values.empty() || (values.size() == count && std::all_of(values.begin(), values.end(), [&](double value) {
                               return value >= lowest && value <= largest_factor;
                           }));
    if (!is_usable) {
        throw ModelError(
            wrong_attribute,
            fmt::format("{} are [{}], expected {} numbers of at least {}", name, fmt::join(values, ", "), count, lowest)
        );
    }
    return values;
}

AxisResize common_attributes(const Attributes& attributes) {
    AxisResize axis;
    axis.mode = static_cast<ResizeMode>(word_attribute(attributes, "mode", mode_names));
    axis.coordinates = static_cast<ResizeCoordinates>(word_attribute(attributes, "coordinates", coordinate_names));
    axis.rounding = static_cast<ResizeRounding>(word_attribute(attributes, "rounding", rounding_names));
    axis.cubic_coefficient = real_attribute(attributes, "cubic_coefficient", -0.75);
    axis.excludes_outside = flag_attribute(attributes, "excludes_outside");
    axis.antialiases = flag_attribute(attributes, "antialiases");
    return axis;
}

bool is_fixed_point(const NodeView& node) {
    return node.input(0).data_type == DataType::int8 &&
           static_cast<ResizeMode>(word_attribute(node.attributes(), "mode", mode_names)) == ResizeMode::linear;
}

/// int8 images are interpolated as TensorFlow Lite does: [n, h, w, c], rows and columns, no scale of its own.
void require_fixed_point_form(const NodeView& node, const std::vector<AxisResize>& axes) {
    const auto fits = [](const AxisResize& axis) {
        const bool is_known = axis.coordinates == ResizeCoordinates::half_pixel ||
                              axis.coordinates == ResizeCoordinates::align_corners ||
                              axis.coordinates == ResizeCoordinates::asymmetric;
        return axis.scale == 0.0 && is_known && !axis.antialiases && !axis.excludes_outside &&
               std::max(axis.input_extent, axis.output_extent) < (1 << 20);
    };
    if (axes.size() != 4 || !is_kept(axes[0]) || !is_kept(axes[3]) || !std::all_of(axes.begin(), axes.end(), fits)) {
        throw ModelError(
            wrong_data_type, fmt::format(
                                 "linear resize of int8 {}, expected float32, or an image without scales",
                                 node.input(0).shape.to_string()
                             )
        );
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 1);
    const std::vector<AxisResize> axes = axis_resizes(node);
    real_attribute(node.attributes(), "extrapolation_value", 0.0);
    const bool is_crop = axes.empty() ? false : axes.front().coordinates == ResizeCoordinates::tf_crop_and_resize;
    if (is_fixed_point(node)) {
        require_fixed_point_form(node, axes);
    } else if (data_type != DataType::float32 && (is_crop || common_attributes(node.attributes()).mode != ResizeMode::nearest)) {
        throw ModelError(
            wrong_data_type,
            fmt::format("input is {}, expected float32 unless the nearest elements are taken", name(data_type))
        );
    }
    return {moved_type(node, 1, Shape(node.attributes().get<Integers>("shape")))};
}

Tensor evaluate_nearest(const NodeView& node, const Tensor& input) {
    Tensor output(node.output());
    std::int64_t next = 0;
    for_each_indexed(node.input(0).shape, nearest_tables(node), [&](std::int64_t index) {
        if (index >= 0) {
            move_element(input, index, output, next);
        } else {
            output.elements<float>()[static_cast<std::size_t>(next)] = static_cast<float>(extrapolation_value(node));
        }
        ++next;
    });
    return output;
}

/// The interpolated value at one place, axis after axis from `axis`; `offset` sums the axes before.
double interpolated(
    const std::vector<ResizeTaps>& taps, const Integers& strides, std::span<const float> elements,
    const std::vector<std::int64_t>& place, std::size_t axis, std::int64_t offset
) {
    if (axis == taps.size()) {
        return elements[static_cast<std::size_t>(offset)];
    }
    double sum = 0.0;
    for (std::size_t tap = 0; tap < taps[axis].taps; ++tap) {
        const std::size_t at = static_cast<std::size_t>(place[axis]) * taps[axis].taps + tap;
        if (taps[axis].weights[at] != 0.0) {
            const std::int64_t index = taps[axis].indices[at];
            sum += taps[axis].weights[at] *
                   interpolated(taps, strides, elements, place, axis + 1, offset + index * strides[axis]);
        }
    }
    return sum;
}

Tensor evaluate_floats(const NodeView& node, const Tensor& input) {
    std::vector<ResizeTaps> taps;
    for (const AxisResize& axis : axis_resizes(node)) {
        taps.push_back(
            is_kept(axis)
                ? ResizeTaps{1, every_index(axis.input_extent), Reals(static_cast<std::size_t>(axis.input_extent), 1.0)}
                : resize_taps(axis)
        );
    }
    const Integers strides = row_major_strides(node.input(0).shape);
    const Integers output_strides = row_major_strides(node.output().shape);
    Tensor output(node.output());
    for (std::int64_t next = 0; next < node.output().shape.element_count(); ++next) {
        std::vector<std::int64_t> place;
        bool is_inside = true;
        for (std::size_t axis = 0; axis < taps.size(); ++axis) {
            place.push_back(next / output_strides[axis] % node.output().shape[axis]);
            is_inside = is_inside && taps[axis].indices[static_cast<std::size_t>(place.back()) * taps[axis].taps] >= 0;
        }
        output.elements<float>()[static_cast<std::size_t>(next)] = static_cast<float>(
            is_inside ? interpolated(taps, strides, input.elements<float>(), place, 0, 0) : extrapolation_value(node)
        );
    }
    return output;
}

/// Two neighbours of a position and how far it is from the first, in 1/1024.
struct Neighbours {
    std::int64_t first;
    std::int64_t second;
    std::int64_t fraction;
};

Neighbours neighbours(FixedPositions positions, std::int64_t place, std::int64_t extent) {
    const std::int64_t at = place * positions.step + positions.offset;
    const std::int64_t first = std::max<std::int64_t>(at / 1024, 0);
    return {first, std::min((at + 1023) / 1024, extent - 1), at - first * 1024};
}

Tensor evaluate_codes(const NodeView& node, const Tensor& input) {
    const std::vector<AxisResize> axes = axis_resizes(node);
    const Shape& from = input.type.shape;
    const auto code = [&](std::int64_t n, std::int64_t y, std::int64_t x, std::int64_t c) -> std::int64_t {
        return input.elements<std::int8_t>()[static_cast<std::size_t>(((n * from[1] + y) * from[2] + x) * from[3] + c)];
    };
    Tensor output(node.output());
    const Shape& to = output.type.shape;
    std::size_t next = 0;
    for (std::int64_t place = 0; place < to.element_count(); ++place) {
        const std::int64_t n = place / (to[1] * to[2] * to[3]);
        const std::int64_t c = place % to[3];
        const Neighbours y = neighbours(fixed_positions(axes[1]), place / (to[2] * to[3]) % to[1], from[1]);
        const Neighbours x = neighbours(fixed_positions(axes[2]), place / to[3] % to[2], from[2]);
        const std::int64_t sum = code(n, y.first, x.first, c) * (1024 - y.fraction) * (1024 - x.fraction) +
                                 code(n, y.second, x.first, c) * y.fraction * (1024 - x.fraction) +
                                 code(n, y.first, x.second, c) * (1024 - y.fraction) * x.fraction +
                                 code(n, y.second, x.second, c) * y.fraction * x.fraction;
        const std::int64_t half = sum > 0 ? 1 << 19 : -(1 << 19);
        output.elements<std::int8_t>()[next++] = clamp_to_int8((sum + half) / (1 << 20), {});
    }
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (is_fixed_point(node)) {
        return {evaluate_codes(node, *inputs[0])};
    }
    if (common_attributes(node.attributes()).mode == ResizeMode::nearest) {
        return {evaluate_nearest(node, *inputs[0])};
    }
    return {evaluate_floats(node, *inputs[0])};
}

/// Errors: ModelError E0422 when anti-aliasing would reach far beyond the input.
void require_bounded_reach(const AxisResize& axis) {
    const double shrink = axis.scale == 0.0 ? 1.0 : 1.0 / axis.scale;
    if (axis.antialiases && shrink > 4.0 * static_cast<double>(axis.input_extent)) {
        throw ModelError(
            wrong_attribute, fmt::format("scale {} shrinks an extent of {} below 1", axis.scale, axis.input_extent)
        );
    }
}

} // namespace

std::vector<AxisResize> axis_resizes(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Attributes& attributes = node.attributes();
    const Integers& extents = attributes.get<Integers>("shape");
    const std::size_t rank = input.rank();
    if (extents.size() != rank || !std::all_of(extents.begin(), extents.end(), [](std::int64_t extent) {
            return extent >= 1 && extent <= (1 << 24);
        })) {
        throw ModelError(
            wrong_attribute,
            fmt::format("shape is [{}], expected {} extents of at least 1", fmt::join(extents, ", "), rank)
        );
    }
    const Reals scales = real_list(attributes, "scales", rank, 1.0 / largest_factor);
    const Reals crop = real_list(attributes, "crop", 2 * rank, -largest_factor);
    std::vector<AxisResize> axes(rank, common_attributes(attributes));
    for (std::size_t index = 0; index < rank; ++index) {
        AxisResize& axis = axes[index];
        axis.input_extent = input[index];
        axis.output_extent = extents[index];
        axis.scale = scales.empty() ? 0.0 : scales[index];
        if (!crop.empty() && axis.coordinates == ResizeCoordinates::tf_crop_and_resize) {
            axis.crop_start = crop[index];
            axis.crop_end = crop[rank + index];
        }
        require_bounded_reach(axis);
    }
    return axes;
}

bool is_kept(const AxisResize& axis) {
    const bool is_whole = axis.crop_start == 0.0 && axis.crop_end == 1.0;
    return axis.input_extent == axis.output_extent && (axis.scale == 0.0 || axis.scale == 1.0) && is_whole;
}

IndexTables nearest_tables(const NodeView& node) {
    IndexTables tables;
    for (const AxisResize& axis : axis_resizes(node)) {
        tables.push_back(is_kept(axis) ? every_index(axis.input_extent) : nearest_indices(axis));
    }
    return tables;
}

double extrapolation_value(const NodeView& node) {
    return real_attribute(node.attributes(), "extrapolation_value", 0.0);
}

FixedPositions fixed_positions(const AxisResize& axis) {
    const bool has_corners = axis.coordinates == ResizeCoordinates::align_corners && axis.output_extent > 1;
    const std::int64_t from = axis.input_extent - (has_corners ? 1 : 0);
    const std::int64_t to = axis.output_extent - (has_corners ? 1 : 0);
    const auto step = static_cast<std::int32_t>((1024 * from + to / 2) / to);
    return {step, axis.coordinates == ResizeCoordinates::half_pixel ? step / 2 - 512 : 0};
}

OpDef resize_def() {
    return {
        .name = "resize",
        .summary = "other extents, by the nearest elements or by interpolation",
        .attributes =
            {
                {.name = "shape", .kind_example = Integers{1}, .is_required = true},
                {.name = "scales", .kind_example = Reals{}},
                {.name = "mode", .kind_example = std::string("nearest")},
                {.name = "coordinates", .kind_example = std::string("half_pixel")},
                {.name = "rounding", .kind_example = std::string("round_prefer_floor")},
                {.name = "cubic_coefficient", .kind_example = -0.75},
                {.name = "excludes_outside", .kind_example = std::int64_t{0}},
                {.name = "antialiases", .kind_example = std::int64_t{0}},
                {.name = "crop", .kind_example = Reals{}},
                {.name = "extrapolation_value", .kind_example = 0.0},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

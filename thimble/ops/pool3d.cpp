// SPDX-License-Identifier: Apache-2.0
// The family of pools over three spatial axes: average_pool3d, max_pool3d, lp_pool3d, and max_pool3d_indices, which
// says where the largest elements are, as the output Indices of MaxPool in ONNX. Taps in the padding do not count.
#include "thimble/ops/pool3d.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

// Far above any image, and small enough that no product of two overflows.
constexpr std::int64_t largest_attribute = 1 << 24;

Integers bounded(const NodeView& node, std::string_view name, const Integers& fallback, std::int64_t lowest) {
    const Integers values = node.attributes().has(name) ? node.attributes().get<Integers>(name) : fallback;
    const bool in_range = std::all_of(values.begin(), values.end(), [&](std::int64_t value) {
        return value >= lowest && value <= largest_attribute;
    });
    if (values.size() != fallback.size() || !in_range) {
        throw ModelError(
            wrong_attribute,
            fmt::format(
                "{} is [{}], expected {} values of at least {}", name, fmt::join(values, ", "), fallback.size(), lowest
            )
        );
    }
    return values;
}

std::int64_t reach(const Pool3dWindow& window, std::size_t axis) {
    return (window.size[axis] - 1) * window.dilation[axis] + 1;
}

std::int64_t output_extent(const Pool3dWindow& window, std::size_t axis, std::int64_t extent) {
    if (std::max(window.padding_before[axis], window.padding_after[axis]) >= reach(window, axis)) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "padding of spatial axis {} is {} and {}, expected less than the {} that the window "
                                 "reaches over",
                                 axis, window.padding_before[axis], window.padding_after[axis], reach(window, axis)
                             )
        );
    }
    const std::int64_t padded = extent + window.padding_before[axis] + window.padding_after[axis];
    if (padded < reach(window, axis)) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "window reaches over {} elements of spatial axis {}, padded input has {}",
                             reach(window, axis), axis, padded
                         )
        );
    }
    return (padded - reach(window, axis)) / window.stride[axis] + 1;
}

void require_pool_type(const NodeView& node) {
    const TensorType& input = node.input(0);
    const bool is_maximum = node.node().op.starts_with("max_pool3d");
    const bool is_integer = is_plain_integer(input) || (input.data_type == DataType::int8 && input.quantization);
    if (input.data_type != DataType::float32 && !(is_maximum && is_integer)) {
        throw ModelError(
            wrong_data_type,
            fmt::format("input is {}, expected float32{}", name(input.data_type), is_maximum ? " or integers" : "")
        );
    }
    if (input.quantization && node.node().op == "max_pool3d") {
        require_float32_or_int8(node, 1);
        require_output_quantization_of_input(node, 0);
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 1);
    require_pool_type(node);
    require_rank(node.input(0), "input", 5);
    const Pool3dWindow window = pool3d_window(node);
    if (!(pool3d_exponent(node) >= 1.0)) {
        throw ModelError(wrong_attribute, fmt::format("p is {}, expected 1 or more", pool3d_exponent(node)));
    }
    Shape shape = node.input(0).shape;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        shape[axis + 1] = output_extent(window, axis, shape[axis + 1]);
    }
    return {output_type(node, node.node().op == "max_pool3d_indices" ? DataType::int64 : data_type, shape)};
}

/// One tap inside the input: its element, and where it is among the places of its channel.
struct Tap {
    std::size_t element;
    Extent3d position;
};

/// The taps inside the input for element `index` of the output, row by row.
std::vector<Tap> taps(const NodeView& node, const Pool3dWindow& window, std::int64_t index) {
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    const std::int64_t channel = index % output[4];
    index /= output[4];
    Extent3d origin;
    for (std::size_t axis = 3; axis-- > 0;) {
        origin[axis] = index % output[axis + 1] * window.stride[axis] - window.padding_before[axis];
        index /= output[axis + 1];
    }
    std::vector<Tap> result;
    const std::int64_t count = window.size[0] * window.size[1] * window.size[2];
    for (std::int64_t tap = 0; tap < count; ++tap) {
        const Extent3d step = {
            tap / (window.size[1] * window.size[2]), tap / window.size[2] % window.size[1], tap % window.size[2]};
        Extent3d position;
        bool is_inside = true;
        std::int64_t element = index;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            position[axis] = origin[axis] + step[axis] * window.dilation[axis];
            is_inside = is_inside && position[axis] >= 0 && position[axis] < input[axis + 1];
            element = element * input[axis + 1] + position[axis];
        }
        if (is_inside) {
            result.push_back({static_cast<std::size_t>(element * input[4] + channel), position});
        }
    }
    return result;
}

/// Output 0 with result(taps, index) for every element.
template <typename Element, typename Result> Tensor map_windows(const NodeView& node, Result result) {
    const Pool3dWindow window = pool3d_window(node);
    Tensor output(node.output());
    const std::span<Element> elements = output.elements<Element>();
    for (std::size_t index = 0; index < elements.size(); ++index) {
        const auto signed_index = static_cast<std::int64_t>(index);
        elements[index] = static_cast<Element>(result(taps(node, window, signed_index), signed_index));
    }
    return output;
}

Tensor evaluate_average(const NodeView& node, const Tensor& input) {
    return map_windows<float>(node, [&](const std::vector<Tap>& all, std::int64_t) {
        double sum = 0.0;
        for (const Tap& tap : all) {
            sum += input.elements<float>()[tap.element];
        }
        return sum / static_cast<double>(std::max<std::size_t>(all.size(), 1));
    });
}

Tensor evaluate_lp(const NodeView& node, const Tensor& input) {
    const double exponent = pool3d_exponent(node);
    return map_windows<float>(node, [&](const std::vector<Tap>& all, std::int64_t) {
        double sum = 0.0;
        for (const Tap& tap : all) {
            sum += std::pow(std::abs(static_cast<double>(input.elements<float>()[tap.element])), exponent);
        }
        return std::pow(sum, 1.0 / exponent);
    });
}

/// The first of the taps with the largest element, or null where there is none.
template <typename Element> const Tap* largest_tap(const std::vector<Tap>& all, const Tensor& input) {
    const Tap* largest = nullptr;
    for (const Tap& tap : all) {
        if (largest == nullptr ||
            input.elements<Element>()[tap.element] > input.elements<Element>()[largest->element]) {
            largest = &tap;
        }
    }
    return largest;
}

Tensor evaluate_maximum(const NodeView& node, const Tensor& input) {
    return visit_data_type(input.type.data_type, [&]<typename Element>(Element) {
        return map_windows<Element>(node, [&](const std::vector<Tap>& all, std::int64_t) {
            const Tap* largest = largest_tap<Element>(all, input);
            return largest == nullptr ? std::numeric_limits<Element>::lowest()
                                      : input.elements<Element>()[largest->element];
        });
    });
}

Tensor evaluate_indices(const NodeView& node, const Tensor& input) {
    const Shape& shape = input.type.shape;
    const std::int64_t places = shape[1] * shape[2] * shape[3];
    const std::int64_t results = node.output().shape[1] * node.output().shape[2] * node.output().shape[3];
    return visit_data_type(input.type.data_type, [&]<typename Element>(Element) {
        return map_windows<std::int64_t>(node, [&](const std::vector<Tap>& all, std::int64_t index) {
            const Tap* largest = largest_tap<Element>(all, input);
            const Extent3d at = largest == nullptr ? Extent3d{} : largest->position;
            const std::int64_t channel = index / (shape[4] * results) * shape[4] + index % shape[4];
            const std::int64_t place = is_column_major(node) ? (at[2] * shape[2] + at[1]) * shape[1] + at[0]
                                                             : (at[0] * shape[2] + at[1]) * shape[3] + at[2];
            return channel * places + place;
        });
    });
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.node().op == "average_pool3d") {
        return {evaluate_average(node, *inputs[0])};
    }
    if (node.node().op == "lp_pool3d") {
        return {evaluate_lp(node, *inputs[0])};
    }
    return {node.node().op == "max_pool3d" ? evaluate_maximum(node, *inputs[0]) : evaluate_indices(node, *inputs[0])};
}

OpDef pool_def(std::string_view name, std::string_view summary) {
    return {
        .name = name,
        .summary = summary,
        .attributes =
            {
                {.name = "window", .kind_example = Integers{2, 2, 2}, .is_required = true},
                {.name = "stride", .kind_example = Integers{1, 1, 1}},
                {.name = "dilation", .kind_example = Integers{1, 1, 1}},
                {.name = "padding", .kind_example = Integers{0, 0, 0, 0, 0, 0}},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace

Pool3dWindow pool3d_window(const NodeView& node) {
    const auto extent = [&](std::string_view name) {
        const Integers values = bounded(node, name, {1, 1, 1}, 1);
        return Extent3d{values[0], values[1], values[2]};
    };
    const Integers padding = bounded(node, "padding", Integers(6, 0), 0);
    return {
        extent("window"),
        extent("stride"),
        extent("dilation"),
        {padding[0], padding[1], padding[2]},
        {padding[3], padding[4], padding[5]}};
}

double pool3d_exponent(const NodeView& node) {
    return node.attributes().has("p") ? node.attributes().get<double>("p") : 2.0;
}

bool is_column_major(const NodeView& node) {
    return node.attributes().has("column_major") && node.attributes().get<std::int64_t>("column_major") != 0;
}

std::vector<OpDef> pool3d_defs() {
    OpDef lp = pool_def("lp_pool3d", "Lp norm over a sliding window of [n, d, h, w, c]");
    lp.attributes.push_back({.name = "p", .kind_example = 2.0});
    OpDef indices = pool_def("max_pool3d_indices", "places of the largest elements of max_pool3d, channels first");
    indices.attributes.push_back({.name = "column_major", .kind_example = std::int64_t{0}});
    return {
        pool_def("average_pool3d", "mean over a sliding window of [n, d, h, w, c], without the padding"),
        pool_def("max_pool3d", "largest element in a sliding window of [n, d, h, w, c]"),
        lp,
        indices,
    };
}

} // namespace thimble

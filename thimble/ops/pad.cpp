// SPDX-License-Identifier: Apache-2.0
// The operator pad: elements around a tensor, of one value or repeating the tensor's own.
#include "thimble/ops/pad.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/index_tables.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

// Far above any tensor meant here, and small enough that sums of extents do not overflow.
constexpr std::int64_t largest_amount = 1 << 24;

constexpr std::array<std::string_view, 5> mode_names = {"constant", "reflect", "symmetric", "edge", "wrap"};

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, 1);
    Shape shape = node.input(0).shape;
    const std::vector<PadAmount> amounts = pad_amounts(node.attributes(), shape.rank());
    for (std::size_t axis = 0; axis < amounts.size(); ++axis) {
        shape[axis] += amounts[axis].before + amounts[axis].after;
    }
    pad_mode(node.attributes());
    if (std::isnan(pad_value(node.attributes()))) {
        throw ModelError(wrong_attribute, "value is not a number");
    }
    return {moved_type(node, 1, shape)};
}

std::int64_t wrapped(std::int64_t index, std::int64_t period) {
    return ((index % period) + period) % period;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& shape = node.input(0).shape;
    const std::vector<PadAmount> amounts = pad_amounts(node.attributes(), shape.rank());
    const PadMode mode = pad_mode(node.attributes());
    IndexTables tables;
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        tables.push_back(padded_indices(mode, shape[axis], amounts[axis]));
    }
    Tensor output(node.output());
    const std::vector<std::byte> element = pad_element(node);
    std::byte* next = output.bytes.data();
    for_each_indexed(shape, tables, [&](std::int64_t index) {
        const std::byte* from = inputs[0]->bytes.data() + index * static_cast<std::int64_t>(element.size());
        std::memcpy(next, index < 0 ? element.data() : from, element.size());
        next += element.size();
    });
    return {output};
}

template <typename Element> Element element_of(double value) {
    if constexpr (std::is_same_v<Element, bool>) {
        return value != 0.0;
    } else if constexpr (std::is_floating_point_v<Element>) {
        return static_cast<Element>(value);
    } else {
        using Limits = std::numeric_limits<Element>;
        const double rounded = std::round(value);
        // The bounds as doubles may lie beyond those of int64, so that the comparisons exclude them.
        return rounded >= static_cast<double>(Limits::max())   ? Limits::max()
               : rounded <= static_cast<double>(Limits::min()) ? Limits::min()
                                                               : static_cast<Element>(rounded);
    }
}

} // namespace

std::vector<PadAmount> pad_amounts(const Attributes& attributes, std::size_t rank) {
    const Integers& values = attributes.get<Integers>("padding");
    const bool in_range = std::all_of(values.begin(), values.end(), [](std::int64_t value) {
        return value >= 0 && value <= largest_amount;
    });
    if (values.size() != 2 * rank || !in_range) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "padding is [{}], expected {} values of at least 0: before and after each axis",
                                 fmt::join(values, ", "), 2 * rank
                             )
        );
    }
    std::vector<PadAmount> amounts;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        amounts.push_back({values[2 * axis], values[2 * axis + 1]});
    }
    return amounts;
}

PadMode pad_mode(const Attributes& attributes) {
    return static_cast<PadMode>(word_attribute(attributes, "mode", mode_names));
}

double pad_value(const Attributes& attributes) {
    return attributes.has("value") ? attributes.get<double>("value") : 0.0;
}

std::vector<std::byte> pad_element(const NodeView& node) {
    const TensorType& type = node.input(0);
    double value = pad_value(node.attributes());
    if (type.quantization) {
        value = value / static_cast<double>(type.quantization->scale()) + type.quantization->zero_point();
    }
    return visit_data_type(type.data_type, [&]<typename Element>(Element) {
        const Element element = element_of<Element>(value);
        std::vector<std::byte> bytes(sizeof element);
        std::memcpy(bytes.data(), &element, sizeof element);
        return bytes;
    });
}

std::vector<std::int64_t> padded_indices(PadMode mode, std::int64_t extent, PadAmount amount) {
    std::vector<std::int64_t> indices;
    for (std::int64_t index = -amount.before; index < extent + amount.after; ++index) {
        std::int64_t source = index;
        if (index < 0 || index >= extent) {
            switch (mode) {
            case PadMode::constant:
                source = -1;
                break;
            case PadMode::reflect: {
                const std::int64_t period = std::max<std::int64_t>(1, 2 * (extent - 1));
                const std::int64_t place = wrapped(index, period);
                source = std::min(place, period - place) % extent;
                break;
            }
            case PadMode::symmetric: {
                const std::int64_t place = wrapped(index, 2 * extent);
                source = std::min(place, 2 * extent - 1 - place);
                break;
            }
            case PadMode::edge:
                source = std::clamp<std::int64_t>(index, 0, extent - 1);
                break;
            case PadMode::wrap:
                source = wrapped(index, extent);
                break;
            }
        }
        indices.push_back(source);
    }
    return indices;
}

OpDef pad_def() {
    return {
        .name = "pad",
        .summary = "elements before and after every axis",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes =
            {
                {.name = "padding", .kind_example = Integers{0, 0}, .is_required = true},
                {.name = "mode", .kind_example = std::string("constant")},
                {.name = "value", .kind_example = 0.0},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

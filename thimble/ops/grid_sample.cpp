// SPDX-License-Identifier: Apache-2.0
// The operator grid_sample: a tensor [n, c, ...] read at positions that another tensor holds, each from -1 to 1 across
// the two or three inner axes, the last axis first. Follows the ONNX operator GridSample.
#include "thimble/ops/grid_sample.h"

#include "thimble/core/error.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

constexpr std::array<std::string_view, 3> mode_names = {"linear", "nearest", "cubic"};
constexpr std::array<std::string_view, 3> padding_names = {"zeros", "border", "reflection"};

std::vector<TensorType> infer(const NodeView& node) {
    if (require_same_data_type(node, 2) != DataType::float32) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32", name(node.input(0).data_type)));
    }
    const Shape& input = node.input(0).shape;
    const Shape& grid = node.input(1).shape;
    const bool fits = (input.rank() == 4 || input.rank() == 5) && grid.rank() == input.rank() && grid[0] == input[0] &&
                      grid[grid.rank() - 1] == static_cast<std::int64_t>(input.rank()) - 2;
    if (!fits) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "input is {} and grid {}, expected [n, c, h, w] and [n, h, w, 2], or one axis more each",
                             input.to_string(), grid.to_string()
                         )
        );
    }
    grid_sample_attributes(node.attributes());
    std::vector<std::int64_t> extents = {input[0], input[1]};
    extents.insert(extents.end(), grid.extents().begin() + 1, grid.extents().end() - 1);
    return {output_type(node, DataType::float32, Shape(std::move(extents)))};
}

double reflected(double position, double low, double high) {
    const double range = high - low;
    if (range <= 0.0) {
        return low;
    }
    if (position >= low && position <= high) {
        return position;
    }
    const double within = std::fmod(std::abs(position - low), 2.0 * range);
    return low + (within > range ? 2.0 * range - within : within);
}

/// The elements along one axis that a position takes, -1 for zero, and their weights.
struct AxisTaps {
    std::vector<std::int64_t> indices;
    std::vector<double> weights;
};

class AxisSampler {
public:
    /// `round` is the rounding of the mode nearest.
    AxisSampler(const GridSample& sample, std::int64_t extent, double (*round)(double))
        : sample_(sample), extent_(extent), round_(round) {}

    AxisTaps taps(double coordinate) const {
        const auto last = static_cast<double>(extent_ - 1);
        double position = sample_.aligns_corners ? (coordinate + 1.0) / 2.0 * last
                                                 : ((coordinate + 1.0) * static_cast<double>(extent_) - 1.0) / 2.0;
        if (sample_.mode == GridMode::nearest) {
            position = round_(position);
        }
        position = padded(position);
        // Whatever is no number or far outside becomes a position just outside.
        position = std::clamp(std::isnan(position) ? -4.0 : position, -4.0, last + 4.0);
        const double floor = std::floor(position);
        const double ratio = position - floor;
        const auto first = static_cast<std::int64_t>(floor);
        switch (sample_.mode) {
        case GridMode::nearest:
            return {{element(static_cast<std::int64_t>(std::nearbyint(position)))}, {1.0}};
        case GridMode::linear:
            return {{element(first), element(first + 1)}, {1.0 - ratio, ratio}};
        case GridMode::cubic:
            break;
        }
        return {
            {element(first - 1), element(first), element(first + 1), element(first + 2)},
            {far_weight(1.0 + ratio), near_weight(ratio), near_weight(1.0 - ratio), far_weight(2.0 - ratio)}};
    }

private:
    static constexpr double a = -0.75;

    static double near_weight(double x) { return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0; }

    static double far_weight(double x) { return ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a; }

    double reflected_position(double position) const {
        const double edge = sample_.aligns_corners ? 0.0 : 0.5;
        return reflected(position, -edge, static_cast<double>(extent_ - 1) + edge);
    }

    /// The position itself within the borders, which are those of the outermost elements for `aligns_corners`.
    double padded(double position) const {
        const auto last = static_cast<double>(extent_ - 1);
        if (sample_.padding == GridPadding::border) {
            return std::clamp(position, 0.0, last);
        }
        return sample_.padding == GridPadding::reflection ? reflected_position(position) : position;
    }

    std::int64_t element(std::int64_t index) const {
        if (index >= 0 && index < extent_) {
            return index;
        }
        if (sample_.padding == GridPadding::zeros) {
            return -1;
        }
        const double moved = sample_.padding == GridPadding::border ? static_cast<double>(index)
                                                                    : reflected_position(static_cast<double>(index));
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(moved), 0, extent_ - 1);
    }

    GridSample sample_;
    std::int64_t extent_;
    double (*round_)(double);
};

double sampled(const Tensor& input, const std::vector<AxisTaps>& taps, std::size_t axis, std::int64_t offset) {
    if (axis == taps.size()) {
        return input.elements<float>()[static_cast<std::size_t>(offset)];
    }
    const std::int64_t extent = input.type.shape[axis + 2];
    double sum = 0.0;
    for (std::size_t tap = 0; tap < taps[axis].indices.size(); ++tap) {
        const std::int64_t index = taps[axis].indices[tap];
        if (index >= 0) {
            sum += taps[axis].weights[tap] * sampled(input, taps, axis + 1, offset * extent + index);
        }
    }
    return sum;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const GridSample sample = grid_sample_attributes(node.attributes());
    const Shape& shape = node.input(0).shape;
    const std::size_t axes = shape.rank() - 2;
    const std::int64_t points = count_between(node.output().shape, 2, node.output().shape.rank());
    const auto grid = inputs[1]->elements<float>();
    // As PyTorch: halves go to the even element of an image, away from zero in a volume.
    double (*const round)(double) =
        axes == 3 ? +[](double x) { return std::round(x); } : +[](double x) { return std::nearbyint(x); };
    Tensor output(node.output());
    for (std::int64_t batch = 0; batch < shape[0]; ++batch) {
        for (std::int64_t point = 0; point < points; ++point) {
            std::vector<AxisTaps> taps;
            for (std::size_t axis = 0; axis < axes; ++axis) {
                const std::size_t at = static_cast<std::size_t>(batch * points + point) * axes + axes - 1 - axis;
                taps.push_back(AxisSampler(sample, shape[axis + 2], round).taps(static_cast<double>(grid[at])));
            }
            for (std::int64_t channel = 0; channel < shape[1]; ++channel) {
                const std::int64_t image = batch * shape[1] + channel;
                output.elements<float>()[static_cast<std::size_t>(image * points + point)] =
                    static_cast<float>(sampled(*inputs[0], taps, 0, image));
            }
        }
    }
    return {output};
}

} // namespace

GridSample grid_sample_attributes(const Attributes& attributes) {
    return {
        static_cast<GridMode>(word_attribute(attributes, "mode", mode_names)),
        static_cast<GridPadding>(word_attribute(attributes, "padding", padding_names)),
        flag_attribute(attributes, "aligns_corners")};
}

OpDef grid_sample_def() {
    return {
        .name = "grid_sample",
        .summary = "a tensor read at positions that another tensor holds",
        .min_inputs = 2,
        .max_inputs = 2,
        .attributes =
            {
                {.name = "mode", .kind_example = std::string("linear")},
                {.name = "padding", .kind_example = std::string("zeros")},
                {.name = "aligns_corners", .kind_example = std::int64_t{0}},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

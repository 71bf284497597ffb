// SPDX-License-Identifier: Apache-2.0
// Kernel variants of resize. float32 takes one step for each two neighbouring axes that change, with memory between.
#include "thimble/ops/resize.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/lower/table_copy_step.h"
#include "thimble/ops/index_rules.h"

namespace thimble {

namespace {

bool is_nearest(const NodeView& node, const Target& /*target*/) {
    const std::vector<AxisResize> axes = axis_resizes(node);
    const bool is_plain = axes.empty() || (axes.front().mode == ResizeMode::nearest &&
                                           axes.front().coordinates != ResizeCoordinates::tf_crop_and_resize);
    return is_plain && has_table_axes(node.input(0).shape, nearest_tables(node));
}

void lower_nearest(NodeLowering& lowering) {
    add_table_copy_step(lowering, nearest_tables(lowering.node()));
}

void lower_codes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::vector<AxisResize> axes = axis_resizes(node);
    const FixedPositions rows = fixed_positions(axes[1]);
    const FixedPositions columns = fixed_positions(axes[2]);
    add_kernel_call(
        lowering, {portable_folder, "resize.h", "resize_bilinear_s8", "ResizeBilinearS8Params"},
        {integer("batch_count", axes[0].input_extent), integer("input_height", axes[1].input_extent),
         integer("input_width", axes[2].input_extent), integer("output_height", axes[1].output_extent),
         integer("output_width", axes[2].output_extent), integer("channels", axes[3].input_extent),
         integer("row_step", rows.step), integer("row_offset", rows.offset), integer("column_step", columns.step),
         integer("column_offset", columns.offset)},
        {lowering.read(0), lowering.write()}
    );
}

/// Elements and weights; nearest elements have the weight 1, and an axis that is kept takes each element as it is.
ResizeTaps taps_of(const AxisResize& axis) {
    if (axis.mode != ResizeMode::nearest && !is_kept(axis)) {
        return resize_taps(axis);
    }
    ResizeTaps taps;
    taps.indices = is_kept(axis) ? every_index(axis.input_extent) : nearest_indices(axis);
    taps.weights.assign(taps.indices.size(), 1.0);
    return taps;
}

std::vector<std::int32_t> narrow(const std::vector<std::int64_t>& indices) {
    return {indices.begin(), indices.end()};
}

std::vector<float> narrow(const std::vector<double>& weights) {
    std::vector<float> result;
    for (const double weight : weights) {
        result.push_back(static_cast<float>(weight));
    }
    return result;
}

/// Two axes that one step resizes: `first` and the one after it, which is kept where it is none.
struct AxisPair {
    std::size_t first = 0;
    AxisResize rows;
    AxisResize columns;
    std::size_t axis_count = 1;
};

std::vector<AxisPair> changed_pairs(const std::vector<AxisResize>& axes) {
    std::vector<AxisPair> pairs;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        if (is_kept(axes[axis])) {
            continue;
        }
        const bool is_pair = axis + 1 < axes.size() && !is_kept(axes[axis + 1]);
        pairs.push_back({axis, axes[axis], is_pair ? axes[axis + 1] : AxisResize{}, is_pair ? 2U : 1U});
        axis += is_pair ? 1 : 0;
    }
    return pairs;
}

void add_pair_step(NodeLowering& lowering, const AxisPair& pair, const Shape& from, Operand input, Operand output) {
    const ResizeTaps rows = taps_of(pair.rows);
    const ResizeTaps columns = taps_of(pair.columns);
    add_kernel_call(
        lowering, {portable_folder, "resize.h", "resize_f32", "ResizeParams"},
        {integer("outer_count", count_between(from, 0, pair.first)), integer("input_height", pair.rows.input_extent),
         integer("input_width", pair.columns.input_extent), integer("output_height", pair.rows.output_extent),
         integer("output_width", pair.columns.output_extent),
         integer("inner_count", count_between(from, pair.first + pair.axis_count, from.rank())),
         integer("row_taps", static_cast<std::int64_t>(rows.taps)),
         integer("column_taps", static_cast<std::int64_t>(columns.taps)),
         real("extrapolation_value", extrapolation_value(lowering.node()))},
        {input, lowering.constant("rows", narrow(rows.indices)), lowering.constant("row_weights", narrow(rows.weights)),
         lowering.constant("columns", narrow(columns.indices)),
         lowering.constant("column_weights", narrow(columns.weights)), output}
    );
}

void lower_floats(NodeLowering& lowering) {
    std::vector<AxisPair> pairs = changed_pairs(axis_resizes(lowering.node()));
    if (pairs.empty()) {
        pairs.push_back({}); // a plain copy: both axes have one element, everything is outer
        pairs.back().first = lowering.node().input(0).shape.rank();
        pairs.back().axis_count = 0;
    }
    Shape shape = lowering.node().input(0).shape;
    Operand input = lowering.read(0);
    for (std::size_t index = 0; index < pairs.size(); ++index) {
        Shape next = shape;
        for (std::size_t axis = 0; axis < pairs[index].axis_count; ++axis) {
            next[pairs[index].first + axis] = lowering.node().output().shape[pairs[index].first + axis];
        }
        const auto next_bytes = static_cast<std::size_t>(next.element_count()) * sizeof(float);
        Operand output = index + 1 == pairs.size() ? lowering.write() : lowering.scratch(next_bytes, DataType::float32);
        output.access = Access::write;
        add_pair_step(lowering, pairs[index], shape, input, output);
        input = output;
        input.access = Access::read;
        shape = next;
    }
}

} // namespace

std::vector<KernelVariant> resize_variants() {
    return {
        {"table_copy", is_nearest, lower_nearest},
        {"resize_bilinear_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, lower_codes},
        {"resize_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_floats},
    };
}

} // namespace thimble

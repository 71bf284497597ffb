// SPDX-License-Identifier: Apache-2.0
// Kernel variants of grid_sample. Images are volumes of depth 1 to the kernel.
#include "thimble/ops/grid_sample.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/index_rules.h"

namespace thimble {

namespace {

void lower_grid_sample(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const GridSample sample = grid_sample_attributes(node.attributes());
    const Shape& shape = node.input(0).shape;
    const bool is_volume = shape.rank() == 5;
    add_kernel_call(
        lowering, {portable_folder, "grid_sample.h", "grid_sample_f32", "GridSampleParams"},
        {integer("batch_count", shape[0]), integer("channels", shape[1]), integer("axis_count", is_volume ? 3 : 2),
         integer("depth", is_volume ? shape[2] : 1), integer("height", shape[shape.rank() - 2]),
         integer("width", shape[shape.rank() - 1]),
         integer("point_count", count_between(node.output().shape, 2, shape.rank())),
         integer("mode", static_cast<std::int64_t>(sample.mode)),
         integer("padding", static_cast<std::int64_t>(sample.padding)),
         integer("aligns_corners", sample.aligns_corners ? 1 : 0)},
        {lowering.read(0), lowering.read(1), lowering.write()}
    );
}

} // namespace

std::vector<KernelVariant> grid_sample_variants() {
    return {
        {"grid_sample_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_grid_sample}};
}

} // namespace thimble

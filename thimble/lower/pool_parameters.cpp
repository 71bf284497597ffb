// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/pool_parameters.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/lower/overlap.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/pool2d.h"
#include "thimble/ops/requantize.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<Parameter> pool_geometry(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    const Window window = pool2d_window(node);
    return {
        integer("batch", input[0]),
        integer("input_height", input[1]),
        integer("input_width", input[2]),
        integer("channels", input[3]),
        integer("output_height", output[1]),
        integer("output_width", output[2]),
        integer("window_height", window.size.height),
        integer("window_width", window.size.width),
        integer("stride_height", window.stride.height),
        integer("stride_width", window.stride.width),
        integer("padding_top", window.padding.top),
        integer("padding_left", window.padding.left),
    };
}

void lower_integer_pool(NodeLowering& lowering, std::string_view folder, std::string_view suffix) {
    const NodeView& node = lowering.node();
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    std::vector<Parameter> parameters = pool_geometry(node);
    parameters.push_back(integer("output_min", range.low));
    parameters.push_back(integer("output_max", range.high));
    const std::string file = node.node().op + ".h";
    const std::string function = fmt::format("{}_{}", node.node().op, suffix);
    add_kernel_call(
        lowering, {folder, file, function, "PoolS8Params"}, std::move(parameters), {lowering.read(0), lowering.write()},
        overlap_ahead(node, pool2d_window(node), {}, 1)
    );
}

} // namespace

void lower_pool_s8(NodeLowering& lowering, std::string_view folder) {
    lower_integer_pool(lowering, folder, "s8");
}

void lower_pool_s16(NodeLowering& lowering) {
    lower_integer_pool(lowering, portable_folder, "s16");
}

void lower_pool_f32(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::vector<double> activation = activation_attribute(node.attributes());
    std::vector<Parameter> parameters = pool_geometry(node);
    parameters.push_back(real("output_min", activation[0]));
    parameters.push_back(real("output_max", activation[1]));
    const std::string file = node.node().op + ".h";
    const std::string function = node.node().op + "_f32";
    add_kernel_call(
        lowering, {portable_folder, file, function, "PoolF32Params"}, std::move(parameters),
        {lowering.read(0), lowering.write()}, overlap_ahead(node, pool2d_window(node), {}, 1)
    );
}

} // namespace thimble

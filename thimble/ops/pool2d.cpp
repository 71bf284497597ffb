// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/pool2d.h"

#include "thimble/core/error.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

std::vector<AttributeSpec> pool2d_attribute_specs() {
    return {
        {.name = "window", .kind_example = std::vector<std::int64_t>{2, 2}, .is_required = true},
        stride_spec(),
        padding_spec(),
        activation_spec(),
    };
}

Window pool2d_window(const NodeView& node) {
    return window_attributes(node.attributes(), {});
}

std::vector<TensorType> infer_pool2d(const NodeView& node) {
    const DataType data_type = require_float32_int8_or_int16(node, 1);
    const TensorType& input = node.input(0);
    require_rank(input, "input", 4);
    activation_attribute(node.attributes());
    const Window window = pool2d_window(node);
    const Padding2d& padding = window.padding;
    if (std::max(padding.top, padding.bottom) >= window.size.height ||
        std::max(padding.left, padding.right) >= window.size.width) {
        throw ModelError(
            wrong_attribute,
            fmt::format(
                "padding is [{}, {}, {}, {}], expected less than the window [{}, {}] on every side", padding.top,
                padding.left, padding.bottom, padding.right, window.size.height, window.size.width
            )
        );
    }
    if (data_type != DataType::float32) {
        require_output_quantization_of_input(node, 0);
    }
    const Extent2d extent = window_output_extent(window, input.shape);
    return {output_type(node, data_type, {input.shape[0], extent.height, extent.width, input.shape[3]})};
}

} // namespace thimble

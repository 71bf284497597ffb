// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/rounding.h"

namespace thimble {

AttributeSpec rounding_spec() {
    return {.name = "round_once", .kind_example = std::int64_t{0}};
}

Rounding rounding_attribute(const NodeView& node) {
    const Attributes& attributes = node.attributes();
    const bool is_once = attributes.has("round_once") && attributes.get<std::int64_t>("round_once") != 0;
    return is_once && node.input(0).data_type == DataType::int8 ? Rounding::once : Rounding::twice;
}

double scale_factor(const NodeView& node, float weight_scale, Rounding rounding) {
    const float input_scale = node.input(0).quantization->scale();
    const float output_scale = node.output().quantization->scale();
    if (rounding == Rounding::once) {
        return input_scale * weight_scale / output_scale;
    }
    return static_cast<double>(input_scale) * static_cast<double>(weight_scale) / static_cast<double>(output_scale);
}

} // namespace thimble

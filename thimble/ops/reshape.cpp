// SPDX-License-Identifier: Apache-2.0
// The operator reshape: the same elements under another shape.
#include "thimble/core/error.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 1);
    const Shape& input = node.input(0).shape;
    const Integers& extents = node.attributes().get<Integers>("shape");
    if (std::any_of(extents.begin(), extents.end(), [](std::int64_t extent) { return extent < 1; })) {
        throw ModelError(
            wrong_attribute, fmt::format("shape is [{}], expected extents of at least 1", fmt::join(extents, ", "))
        );
    }
    const TensorType output = output_type(node, data_type, Shape(extents));
    if (output.shape.element_count() != input.element_count()) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "shape {} has {} elements, input {} has {}", output.shape.to_string(),
                             output.shape.element_count(), input.to_string(), input.element_count()
                         )
        );
    }
    require_kept_quantization(node, 0);
    return {output};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    Tensor output(node.output());
    output.bytes = inputs[0]->bytes;
    return {output};
}

} // namespace

OpDef reshape_def() {
    return {
        .name = "reshape",
        .summary = "the same elements under another shape",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes = {{.name = "shape", .kind_example = Integers{1}, .is_required = true}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The operator dequantize: affine integers to float32.
#include "thimble/ops/integer_types.h"
#include "thimble/ops/quantize.h"
#include "thimble/ops/type_rules.h"

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, 1);
    require_affine(node.input(0), "input");
    return {output_type(node, DataType::float32, node.input(0).shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Quantization& quantization = *node.input(0).quantization;
    const auto inner = static_cast<std::size_t>(quantized_axis(node.input(0)).inner);
    Tensor output(node.output());
    const std::span<float> results = output.elements<float>();
    visit_integer_type(inputs[0]->type.data_type, [&]<typename Element>(Element) {
        for (std::size_t index = 0; index < results.size(); ++index) {
            const std::size_t channel = index / inner % quantization.scales.size();
            const std::int64_t value = inputs[0]->elements<Element>()[index];
            results[index] =
                quantization.scales[channel] * static_cast<float>(value - quantization.zero_points[channel]);
        }
    });
    return {output};
}

} // namespace

OpDef dequantize_def() {
    return {
        .name = "dequantize",
        .summary = "integers with a scale to float32",
        .min_inputs = 1,
        .max_inputs = 1,
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What operators on two inputs share: their reference over pairs of elements with NumPy broadcasting and a fused
// activation.
#pragma once

#include "thimble/ops/activation.h"
#include "thimble/ops/broadcast.h"
#include "thimble/ops/integer_types.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

namespace thimble {

/// The attribute `activation` and the inferred output of two inputs of one data type; in int8 and int16 the
/// output is quantised per tensor.
inline TensorType pair_output(const NodeView& node, DataType data_type) {
    activation_attribute(node.attributes());
    if (data_type != DataType::float32) {
        require_quantized_output(node);
    }
    return output_type(node, data_type, broadcast_shape(node.input(0).shape, node.input(1).shape));
}

/// The inferred output of two inputs of plain integers; integers have no fused activation.
TensorType integer_pair_output(const NodeView& node);

/// combine(double, double) of every pair of elements, clamped to the activation.
template <typename Combine>
Tensor combine_floats(const NodeView& node, const Tensor& first, const Tensor& second, Combine combine) {
    const std::vector<double> activation = activation_attribute(node.attributes());
    Tensor output(node.output());
    const std::span<float> results = output.elements<float>();
    for_each_broadcast(first.type.shape, second.type.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
        const double x = first.elements<float>()[a];
        results[index] = clamp_to_float(combine(x, static_cast<double>(second.elements<float>()[b])), activation);
    });
    return output;
}

/// combine(WideInteger, WideInteger) of every pair of integers, wrapped to their type.
template <typename Combine>
Tensor combine_integers(const NodeView& node, const Tensor& first, const Tensor& second, Combine combine) {
    Tensor output(node.output());
    visit_integer_type(first.type.data_type, [&]<typename Element>(Element) {
        const std::span<const Element> x = first.elements<Element>();
        const std::span<const Element> y = second.elements<Element>();
        const std::span<Element> results = output.elements<Element>();
        for_each_broadcast(first.type.shape, second.type.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
            results[index] = static_cast<Element>(combine(WideInteger{x[a]}, WideInteger{y[b]}));
        });
    });
    return output;
}

/// As combine_codes, for tensors of `Element`.
template <typename Element, typename Combine>
Tensor combine_elements(const NodeView& node, const Tensor& first, const Tensor& second, Combine combine) {
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    const std::int32_t first_zero_point = node.input(0).quantization->zero_point();
    const std::int32_t second_zero_point = node.input(1).quantization->zero_point();
    const std::int64_t zero_point = node.output().quantization->zero_point();
    Tensor output(node.output());
    const std::span<Element> results = output.elements<Element>();
    for_each_broadcast(first.type.shape, second.type.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
        const std::int32_t x = first.elements<Element>()[a] - first_zero_point;
        const std::int32_t y = second.elements<Element>()[b] - second_zero_point;
        results[index] = clamp_to<Element>(combine(x, y) + zero_point, range);
    });
    return output;
}

/// combine(x, y) of every pair of int8 or int16 elements less their zero points; its result is in steps of the output.
template <typename Combine>
Tensor combine_codes(const NodeView& node, const Tensor& first, const Tensor& second, Combine combine) {
    return node.output().data_type == DataType::int16 ? combine_elements<std::int16_t>(node, first, second, combine)
                                                      : combine_elements<std::int8_t>(node, first, second, combine);
}

} // namespace thimble

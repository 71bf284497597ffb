// SPDX-License-Identifier: Apache-2.0
// The type of a tensor (element type, shape, affine quantisation) and a tensor with its bytes.
#pragma once

#include "thimble/core/data_type.h"
#include "thimble/core/shape.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace thimble {

/// Affine quantisation: real = scale * (stored - zero_point).
/// One scale and zero point for the whole tensor, or one for each index of `axis`.
/// Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2018, section 2.1; TensorFlow Lite 8-bit specification.
struct Quantization {
    std::vector<float> scales;
    std::vector<std::int32_t> zero_points; ///< same length as `scales`
    std::size_t axis = 0;                  ///< meaningful when there is more than one scale

    bool is_per_axis() const { return scales.size() > 1; }

    float scale() const { return scales.front(); }

    std::int32_t zero_point() const { return zero_points.front(); }

    friend bool operator==(const Quantization&, const Quantization&) = default;
};

struct TensorType {
    DataType data_type = DataType::float32;
    Shape shape;
    std::optional<Quantization> quantization;

    std::size_t byte_count() const { return static_cast<std::size_t>(shape.element_count()) * size_bytes(data_type); }

    friend bool operator==(const TensorType&, const TensorType&) = default;
};

/// A tensor value: constants in graphs, inputs and outputs of the interpreters.
/// Bytes are little-endian, row-major, without padding.
struct Tensor {
    TensorType type;
    std::vector<std::byte> bytes;

    Tensor() = default;

    explicit Tensor(TensorType tensor_type) : type(std::move(tensor_type)), bytes(type.byte_count()) {}

    /// The elements; `Element` must be the C++ type of `type.data_type`.
    template <typename Element> std::span<const Element> elements() const {
        return {reinterpret_cast<const Element*>(bytes.data()), bytes.size() / sizeof(Element)};
    }

    template <typename Element> std::span<Element> elements() {
        return {reinterpret_cast<Element*>(bytes.data()), bytes.size() / sizeof(Element)};
    }

    /// A tensor with the given elements; their number must be the shape's.
    template <typename Element>
    static Tensor of(Shape shape, const std::vector<Element>& values, std::optional<Quantization> quantization = {}) {
        Tensor tensor({data_type_of<Element>(), std::move(shape), std::move(quantization)});
        std::copy_n(std::as_bytes(std::span(values)).data(), tensor.bytes.size(), tensor.bytes.begin());
        return tensor;
    }

    friend bool operator==(const Tensor&, const Tensor&) = default;
};

} // namespace thimble

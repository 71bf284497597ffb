// SPDX-License-Identifier: Apache-2.0
// The operator dft: the discrete Fourier transform along one axis of a tensor whose last axis holds real and imaginary
// parts, or only real ones, as DFT of ONNX.
#include "thimble/ops/dft.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <cmath>
#include <complex>
#include <numbers>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::int64_t longest = 1 << 24;

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 1);
    if (data_type != DataType::float32) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32", name(data_type)));
    }
    const Shape& input = node.input(0).shape;
    if (input.rank() < 2 || input.extents().back() > 2) {
        throw ModelError(
            wrong_shape,
            fmt::format("input is {}, expected signals and then an axis of 1 or 2 parts", input.to_string())
        );
    }
    const std::int64_t axis = node.attributes().get<std::int64_t>("axis");
    if (axis < 0 || axis + 1 >= static_cast<std::int64_t>(input.rank())) {
        throw ModelError(
            wrong_attribute, fmt::format("axis is {}, expected 0 to {}", axis, static_cast<int>(input.rank()) - 2)
        );
    }
    const DftAttributes attributes = dft_attributes(node);
    if (attributes.length < 1 || attributes.length > longest) {
        throw ModelError(wrong_attribute, fmt::format("length is {}, expected 1 to {}", attributes.length, longest));
    }
    Shape output = input;
    output[static_cast<std::size_t>(axis)] = dft_frequencies(attributes);
    output[input.rank() - 1] = 2;
    return {output_type(node, data_type, output)};
}

using Complex = std::complex<double>;

/// Frequency `frequency` of the signal that starts at `first`, with elements `stride` complex or real numbers apart.
Complex transform(
    std::span<const float> input, std::size_t first, std::size_t stride, std::size_t parts, std::int64_t count,
    const DftAttributes& attributes, std::int64_t frequency
) {
    const double turn =
        (attributes.is_inverse ? 2.0 : -2.0) * std::numbers::pi / static_cast<double>(attributes.length);
    Complex sum = 0.0;
    for (std::int64_t time = 0; time < count; ++time) {
        const std::size_t place = first + static_cast<std::size_t>(time) * stride;
        const Complex value(input[place], parts == 2 ? input[place + 1] : 0.0F);
        sum += value * std::polar(1.0, turn * static_cast<double>(time * frequency % attributes.length));
    }
    return attributes.is_inverse ? sum / static_cast<double>(attributes.length) : sum;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const DftAttributes attributes = dft_attributes(node);
    const Shape& shape = node.input(0).shape;
    const auto axis = static_cast<std::size_t>(attributes.axis);
    std::size_t inner = 1;
    for (std::size_t next = axis + 1; next + 1 < shape.rank(); ++next) {
        inner *= static_cast<std::size_t>(shape[next]);
    }
    const auto parts = static_cast<std::size_t>(shape.extents().back());
    const auto extent = static_cast<std::size_t>(shape[axis]);
    const std::int64_t count = std::min(shape[axis], attributes.length);
    const std::int64_t frequencies = dft_frequencies(attributes);
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    const std::size_t outer = inputs[0]->elements<float>().size() / (extent * inner * parts);
    for (std::size_t i = 0; i < outer; ++i) {
        for (std::int64_t frequency = 0; frequency < frequencies; ++frequency) {
            for (std::size_t j = 0; j < inner; ++j) {
                const std::size_t first = (i * extent * inner + j) * parts;
                const Complex result =
                    transform(inputs[0]->elements<float>(), first, inner * parts, parts, count, attributes, frequency);
                *next++ = static_cast<float>(result.real());
                *next++ = static_cast<float>(result.imag());
            }
        }
    }
    return {output};
}

} // namespace

DftAttributes dft_attributes(const NodeView& node) {
    const auto number = [&](std::string_view name) {
        return node.attributes().has(name) ? node.attributes().get<std::int64_t>(name) : std::int64_t{0};
    };
    DftAttributes result;
    result.axis = number("axis");
    result.length =
        number("length") == 0 ? node.input(0).shape[static_cast<std::size_t>(result.axis)] : number("length");
    result.is_inverse = number("inverse") != 0;
    result.is_onesided = number("onesided") != 0;
    return result;
}

std::int64_t dft_frequencies(const DftAttributes& attributes) {
    return attributes.is_onesided ? attributes.length / 2 + 1 : attributes.length;
}

OpDef dft_def() {
    return {
        .name = "dft",
        .summary = "discrete Fourier transform along one axis of [.., 1 or 2 parts]",
        .attributes =
            {
                {.name = "axis", .kind_example = std::int64_t{0}, .is_required = true},
                {.name = "length", .kind_example = std::int64_t{0}},
                {.name = "inverse", .kind_example = std::int64_t{0}},
                {.name = "onesided", .kind_example = std::int64_t{0}},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble

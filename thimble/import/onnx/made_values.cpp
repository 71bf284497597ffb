// SPDX-License-Identifier: Apache-2.0
// Operators whose results are known without running the model: constants, shapes, and values made from them.
#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/import/onnx/operator_table.h"
#include "thimble/import/onnx/tensor_values.h"

#include <algorithm>
#include <cmath>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// What an operator may make; a small file must not claim gigabytes.
constexpr std::int64_t most_elements = std::int64_t{1} << 20;

Tensor list_of(const Integers& values) {
    return Tensor::of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values);
}

Tensor list_of(const std::vector<double>& values) {
    return Tensor::of<float>(
        {static_cast<std::int64_t>(values.size())}, std::vector<float>(values.begin(), values.end())
    );
}

Tensor stored_constant(const NodeReader& reader) {
    const AttributeReader& attributes = reader.attributes();
    if (attributes.has("value")) {
        return reader.tensor_attribute("value");
    }
    if (attributes.has("value_float")) {
        return Tensor::of<float>({}, {static_cast<float>(attributes.real("value_float"))});
    }
    if (attributes.has("value_floats")) {
        return list_of(attributes.reals("value_floats", {}));
    }
    if (attributes.has("value_int")) {
        return Tensor::of<std::int64_t>({}, {attributes.integer("value_int")});
    }
    if (attributes.has("value_ints")) {
        return list_of(attributes.integers("value_ints"));
    }
    throw Unsupported{"a constant of strings, or a sparse one", "export the model with dense numbers"};
}

void translate_constant(NodeReader& reader) {
    reader.expect_inputs(0, 0);
    reader.define(0, reader.add_constant("value", stored_constant(reader)));
}

void translate_constant_of_shape(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const Shape shape = checked_shape(reader.integers(0, "a shape"));
    Tensor element =
        reader.attributes().has("value") ? reader.tensor_attribute("value") : Tensor::of<float>({1}, {0.0F});
    if (element.type.shape.element_count() != 1) {
        throw ModelError("E0323", fmt::format("value is {}, expected one element", element.type.shape.to_string()));
    }
    if (shape.element_count() == 0) {
        reader.define(0, reader.add_constant("value", Tensor({element.type.data_type, shape, {}})));
        return;
    }
    element.type.shape = Shape();
    reader.define(0, reader.add("expand", {reader.add_constant("value", element)}, {{"shape", shape.extents()}}));
}

void translate_shape(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const Integers extents = reader.shape(reader.input(0)).extents();
    const auto rank = static_cast<std::int64_t>(extents.size());
    const auto bound = [&](std::int64_t value) {
        return std::clamp<std::int64_t>(value < 0 ? value + rank : value, 0, rank);
    };
    const std::int64_t start = bound(reader.attributes().integer("start", 0));
    const std::int64_t end = std::max(start, bound(reader.attributes().integer("end", rank)));
    reader.define(0, reader.add_constant("shape", list_of(Integers(extents.begin() + start, extents.begin() + end))));
}

void translate_size(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const std::int64_t count = reader.shape(reader.input(0)).element_count();
    reader.define(0, reader.add_constant("size", Tensor::of<std::int64_t>({}, {count})));
}

void translate_eye_like(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const TensorType like = reader.type(reader.input(0));
    const std::int64_t named_type = reader.attributes().integer("dtype", 0);
    const std::int64_t diagonal = reader.attributes().integer("k", 0);
    if (like.shape.rank() != 2 || like.shape.element_count() > most_elements) {
        throw Unsupported{"an identity like " + like.shape.to_string(), "use a matrix of at most 2^20 elements"};
    }
    Tensor matrix(
        {named_type == 0 ? like.data_type : element_type(static_cast<std::int32_t>(named_type)), like.shape, {}}
    );
    visit_data_type(matrix.type.data_type, [&]<typename Element>(Element) {
        for (std::int64_t row = 0; row < like.shape[0]; ++row) {
            for (std::int64_t column = 0; column < like.shape[1]; ++column) {
                const bool is_one = column - row == diagonal;
                matrix.elements<Element>()[static_cast<std::size_t>(row * like.shape[1] + column)] =
                    static_cast<Element>(is_one ? 1 : 0);
            }
        }
    });
    reader.define(0, reader.add_constant("identity", std::move(matrix)));
}

/// start + index * step, for integers exactly; numbers that do not fit wrap around.
template <typename Element> Element place_in_range(const Tensor& start, const Tensor& step, std::int64_t index) {
    if constexpr (std::is_floating_point_v<Element>) {
        return static_cast<Element>(
            static_cast<double>(start.elements<Element>()[0]) +
            static_cast<double>(index) * static_cast<double>(step.elements<Element>()[0])
        );
    } else {
        const auto first = static_cast<std::uint64_t>(start.elements<Element>()[0]);
        const auto distance = static_cast<std::uint64_t>(step.elements<Element>()[0]);
        return static_cast<Element>(first + distance * static_cast<std::uint64_t>(index));
    }
}

void translate_range(NodeReader& reader) {
    reader.expect_inputs(3, 3);
    std::vector<double> bounds;
    for (const auto& [index, role] : {std::pair(0, "start"), std::pair(1, "limit"), std::pair(2, "delta")}) {
        const std::vector<double> values = reader.reals(static_cast<std::size_t>(index), role);
        if (values.size() != 1) {
            throw ModelError("E0321", fmt::format("{} has {} values, expected 1", role, values.size()));
        }
        bounds.push_back(values.front());
    }
    const double count = std::max(0.0, std::ceil((bounds[1] - bounds[0]) / bounds[2]));
    if (!(count <= static_cast<double>(most_elements))) {
        throw ModelError("E0321", fmt::format("{} values from {} to {}", count, bounds[0], bounds[1]));
    }
    const Tensor start = reader.constant_input(0, "start");
    const Tensor step = reader.constant_input(2, "delta");
    Tensor values({start.type.data_type, {static_cast<std::int64_t>(count)}, {}});
    if (step.type.data_type != start.type.data_type) {
        throw ModelError(
            "E0321", fmt::format("start is {}, delta {}", name(start.type.data_type), name(step.type.data_type))
        );
    }
    visit_data_type(values.type.data_type, [&]<typename Element>(Element) {
        std::int64_t index = 0;
        for (Element& element : values.elements<Element>()) {
            element = place_in_range<Element>(start, step, index++);
        }
    });
    reader.define(0, reader.add_constant("range", std::move(values)));
}

constexpr OperatorRow rows[] = {
    {"Constant", translate_constant},
    {"ConstantOfShape", translate_constant_of_shape},
    {"Shape", translate_shape, Uint8Form::as_stored},
    {"Size", translate_size, Uint8Form::as_stored},
    {"EyeLike", translate_eye_like},
    {"Range", translate_range},
};

} // namespace

std::span<const OperatorRow> made_value_rows() {
    return rows;
}

} // namespace thimble::onnx_import

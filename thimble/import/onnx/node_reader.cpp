// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/node_reader.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/import/onnx/quantization.h"

#include <algorithm>

namespace thimble::onnx_import {

namespace {

template <typename Number> std::vector<Number> numbers_of(const Tensor& tensor) {
    return visit_data_type(tensor.type.data_type, [&]<typename Element>(Element) {
        const auto elements = tensor.elements<Element>();
        std::vector<Number> numbers;
        for (const Element element : elements) {
            numbers.push_back(static_cast<Number>(element));
        }
        return numbers;
    });
}

} // namespace

bool NodeReader::has_output(std::size_t index) const {
    return index < output_count() && !node_->output(static_cast<int>(index)).empty();
}

void NodeReader::expect_inputs(std::size_t fewest, std::size_t most) const {
    if (input_count() < fewest || input_count() > most) {
        throw ModelError(
            "E0321", fewest == most ? fmt::format("{} inputs, expected {}", input_count(), fewest)
                                    : fmt::format("{} inputs, expected {} to {}", input_count(), fewest, most)
        );
    }
}

ValueId NodeReader::input(std::size_t index) {
    if (!has_input(index)) {
        throw ModelError("E0321", fmt::format("input {} is left out, but it is required", index));
    }
    const TensorEntry& entry = builder_->find(input_name(index));
    return entry.is_shifted && uint8_form_ == Uint8Form::plain ? unshifted(*builder_, entry.id) : entry.id;
}

ValueId NodeReader::optional_input(std::size_t index) {
    return has_input(index) ? input(index) : ValueId::none();
}

std::vector<ValueId> NodeReader::inputs() {
    std::vector<ValueId> ids;
    for (std::size_t index = 0; index < input_count(); ++index) {
        ids.push_back(optional_input(index));
    }
    return ids;
}

const Tensor& NodeReader::constant_input(std::size_t index, const std::string& role) {
    const ValueId id = input(index);
    if (const Tensor* tensor = constant(id)) {
        return *tensor;
    }
    const std::string graph_input = builder_->input_behind(id);
    if (!graph_input.empty()) {
        throw NeedsConstant(
            graph_input,
            fmt::format("{} must be known when compiling, it depends on the model input `{}`", role, graph_input)
        );
    }
    throw Unsupported{role + " that depends on data", "export the model with fixed shapes"};
}

std::vector<std::int64_t> NodeReader::integers(std::size_t index, const std::string& role) {
    const Tensor& tensor = constant_input(index, role);
    if (!is_integer_type(tensor.type.data_type)) {
        throw ModelError(
            "E0321", fmt::format("{} is {}, expected integers", role, thimble::name(tensor.type.data_type))
        );
    }
    return numbers_of<std::int64_t>(tensor);
}

std::vector<double> NodeReader::reals(std::size_t index, const std::string& role) {
    return numbers_of<double>(constant_input(index, role));
}

std::int64_t NodeReader::axis_from_zero(std::int64_t axis, std::size_t rank) {
    const auto count = static_cast<std::int64_t>(rank);
    if (axis < -count || axis >= count) {
        throw ModelError("E0321", fmt::format("axis is {}, expected one of {} axes", axis, rank));
    }
    return axis < 0 ? axis + count : axis;
}

std::vector<std::int64_t> NodeReader::axes_from_zero(std::vector<std::int64_t> axes, std::size_t rank) {
    std::vector<bool> is_seen(rank, false);
    for (std::int64_t& axis : axes) {
        axis = axis_from_zero(axis, rank);
        if (is_seen[static_cast<std::size_t>(axis)]) {
            throw ModelError("E0321", fmt::format("axis {} is named twice", axis));
        }
        is_seen[static_cast<std::size_t>(axis)] = true;
    }
    return axes;
}

ValueId NodeReader::add(
    const std::string& op, std::vector<ValueId> inputs, Attributes attributes,
    const std::optional<QuantizedType>& output
) {
    return builder_->add_node(op, std::move(inputs), std::move(attributes), output).front();
}

std::vector<ValueId>
NodeReader::add_several(const std::string& op, std::vector<ValueId> inputs, Attributes attributes) {
    return builder_->add_node(op, std::move(inputs), std::move(attributes), {});
}

ValueId NodeReader::add_constant(const std::string& role, Tensor value) {
    return builder_->add_inner_constant(role, std::move(value));
}

ValueId NodeReader::add_real(const std::string& role, double value) {
    return add_constant(role, Tensor::of<float>({}, {static_cast<float>(value)}));
}

ValueId NodeReader::reshape(ValueId id, std::vector<std::int64_t> shape) {
    return this->shape(id).extents() == shape ? id : add("reshape", {id}, {{"shape", std::move(shape)}});
}

void NodeReader::define(std::size_t output, ValueId id) {
    if (!has_output(output)) {
        return;
    }
    const bool is_shifted = uint8_form_ == Uint8Form::as_stored && has_input(0) &&
                            builder_->find(input_name(0)).is_shifted && type(id).data_type == DataType::int8;
    builder_->define(node_->output(static_cast<int>(output)), {id, is_shifted});
}

void NodeReader::define_shifted(std::size_t output, ValueId id) {
    if (has_output(output)) {
        builder_->define(node_->output(static_cast<int>(output)), {id, true});
    }
}

} // namespace thimble::onnx_import

// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/graph_builder.h"

#include "thimble/core/error.h"
#include "thimble/import/tflite/tensors.h"
#include "thimble/import/tflite/unsupported.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/op_def.h"

#include <algorithm>

namespace thimble::tflite_import {

namespace {

/// Converters store equal tensors once; that saves a few bytes of biases, not many times the file.
constexpr std::size_t most_reuse_of_bytes = 8;

/// Constants that operators make: far above what models for a microcontroller do, and a small file must not claim
/// gigabytes.
constexpr std::size_t largest_made_constant = 65'536;

/// Whether it may be part of a shape.
bool holds_few_integers(const TensorType& type) {
    constexpr std::int64_t longest_list = 1024;
    return (type.data_type == DataType::int32 || type.data_type == DataType::int64) && !type.quantization &&
           type.shape.element_count() <= longest_list;
}

Tensor integer_tensor(const TensorType& type, const std::vector<std::int64_t>& values) {
    if (!holds_few_integers(type) || type.shape.element_count() != static_cast<std::int64_t>(values.size())) {
        throw ModelError(
            "E0303",
            fmt::format("{} integers in a tensor of {} {}", values.size(), name(type.data_type), type.shape.to_string())
        );
    }
    Tensor tensor(type);
    for (std::size_t place = 0; place < values.size(); ++place) {
        set_index(tensor, static_cast<std::int64_t>(place), values[place]);
    }
    return tensor;
}

std::string scope_of_outputs(const tflite::SubGraph& subgraph) {
    std::vector<std::string_view> names;
    for (const tflite::Operator* op : *subgraph.operators()) {
        const tflite::Tensor* output =
            subgraph.tensors()->Get(static_cast<flatbuffers::uoffset_t>(op->outputs()->Get(0)));
        if (output->name() != nullptr) {
            names.push_back(output->name()->string_view());
        }
    }
    return common_scope(names);
}

} // namespace

GraphBuilder::GraphBuilder(const tflite::Model& model, std::size_t file_bytes, std::string graph_name)
    : model_(&model),
      values_(subgraph().tensors()->size()),
      types_(values_.size()),
      is_written_(values_.size()),
      constant_bytes_left_(most_reuse_of_bytes * file_bytes),
      scope_(scope_of_outputs(subgraph())) {
    graph_.name = std::move(graph_name);
}

const tflite::Tensor& GraphBuilder::tensor(std::int32_t index) const {
    return *subgraph().tensors()->Get(static_cast<flatbuffers::uoffset_t>(index));
}

const TensorType& GraphBuilder::type_of(std::int32_t index) {
    std::optional<TensorType>& type = types_[static_cast<std::size_t>(index)];
    if (type) {
        return *type;
    }
    try {
        if (is_float16(tensor(index)) && !is_stored(*model_, tensor(index))) {
            throw Unsupported{"data type float16", "convert the model with arithmetic in float32"};
        }
        return type.emplace(tensor_type(tensor(index)));
    } catch (Unsupported& unsupported) {
        unsupported.what += " in " + describe_tensor(subgraph(), index);
        throw;
    } catch (ModelError& error) {
        error.add_note("found in " + describe_tensor(subgraph(), index));
        throw;
    }
}

std::string GraphBuilder::name_for(
    std::int32_t index, const std::array<std::string_view, 2>& operations, std::string_view fallback
) {
    const flatbuffers::String* full_name = tensor(index).name();
    const std::string layer =
        full_name == nullptr ? std::string() : layer_name(full_name->string_view(), operations, scope_);
    return names_.take(layer.empty() ? std::string(fallback) : layer);
}

void GraphBuilder::check_unwritten(std::int32_t index) const {
    if (tensor(index).is_variable()) {
        throw Unsupported{
            "a variable tensor that an operator without a state writes", "convert a stateless form of the layer"};
    }
    if (is_written_[static_cast<std::size_t>(index)]) {
        throw ModelError("E0303", fmt::format("{} is written a second time", describe_tensor(subgraph(), index)));
    }
    if (is_stored(*model_, tensor(index))) {
        throw ModelError(
            "E0303", fmt::format("{} is written, but the file stores its value", describe_tensor(subgraph(), index))
        );
    }
}

void GraphBuilder::add_input(std::int32_t index) {
    check_unwritten(index);
    is_written_[static_cast<std::size_t>(index)] = true;
    const auto* signature = tensor(index).shape_signature();
    // Axis 0 is the batch; a model that leaves it open is compiled for the batch in its shape, one.
    for (flatbuffers::uoffset_t axis = 1; signature != nullptr && axis < signature->size(); ++axis) {
        if (signature->Get(axis) == -1) {
            throw Unsupported{
                fmt::format("axis {} of the input's shape is only known when the model runs", axis),
                "convert with a fixed input shape"};
        }
    }
    values_[static_cast<std::size_t>(index)] = graph_.add_input(name_for(index, {}, "input"), type_of(index));
}

void GraphBuilder::add_output(std::int32_t index) {
    if (!is_written_[static_cast<std::size_t>(index)]) {
        throw ModelError(
            "E0303",
            fmt::format("the model's output {} is not written by any operator", describe_tensor(subgraph(), index))
        );
    }
    graph_.outputs.push_back(read(index, "output"));
}

ValueId GraphBuilder::read(std::int32_t index, const std::string& constant_name) {
    ValueId& value = values_[static_cast<std::size_t>(index)];
    if (!value.is_none()) {
        return value;
    }
    if (integers_.count(index) != 0) {
        value = graph_.add_constant(names_.take(constant_name), integer_tensor(type_of(index), integers_.at(index)));
    } else if (is_written_[static_cast<std::size_t>(index)]) {
        value = graph_.add_value(name_for(index, {}, constant_name), type_of(index));
    } else if (tensor(index).is_variable()) {
        value = add_state(index, constant_name);
    } else if (is_stored(*model_, tensor(index))) {
        value = add_constant(index, constant_name);
    } else {
        throw ModelError(
            "E0303", fmt::format("{} is read before any operator writes it", describe_tensor(subgraph(), index))
        );
    }
    return value;
}

ValueId GraphBuilder::add_state(std::int32_t index, const std::string& name) {
    if (is_stored(*model_, tensor(index))) {
        throw Unsupported{
            "a variable tensor with a stored value, " + describe_tensor(subgraph(), index),
            "convert with states that begin at zero"};
    }
    return states_[index] = graph_.add_value(names_.take(name), type_of(index));
}

void GraphBuilder::set_variable(std::int32_t index, ValueId value) {
    if (states_.count(index) == 0) {
        throw ModelError(
            "E0303",
            fmt::format("{} is no variable, but an operator keeps a state in it", describe_tensor(subgraph(), index))
        );
    }
    values_[static_cast<std::size_t>(index)] = value;
}

Graph GraphBuilder::take() {
    for (const auto& [index, before] : states_) {
        graph_.inputs.push_back(before);
        graph_.outputs.push_back(values_[static_cast<std::size_t>(index)]);
    }
    graph_.state_count = states_.size();
    return std::move(graph_);
}

ValueId GraphBuilder::add_constant(std::int32_t index, const std::string& name) {
    const std::size_t byte_count = type_of(index).byte_count();
    count_constant(byte_count);
    return graph_.add_constant(names_.take(name), stored_tensor(*model_, tensor(index)));
}

ValueId GraphBuilder::write(std::int32_t index, const std::string& name) {
    check_unwritten(index);
    is_written_[static_cast<std::size_t>(index)] = true;
    return values_[static_cast<std::size_t>(index)] = graph_.add_value(name, type_of(index));
}

void GraphBuilder::write_unknown(std::int32_t index) {
    is_written_[static_cast<std::size_t>(index)] = true;
}

void GraphBuilder::write_integers(std::int32_t index, std::vector<std::int64_t> values) {
    check_unwritten(index);
    is_written_[static_cast<std::size_t>(index)] = true;
    integers_[index] = std::move(values);
}

bool GraphBuilder::has_integers(std::int32_t index) const {
    // Converters write an empty shape or axis list as a tensor without bytes.
    const auto* shape = tensor(index).shape();
    const bool is_empty_list = shape != nullptr && shape->size() == 1 && shape->Get(0) == 0;
    return integers_.count(index) != 0 || is_empty_list || is_stored(*model_, tensor(index));
}

std::vector<std::int64_t> GraphBuilder::integers(std::int32_t index) const {
    const auto known = integers_.find(index);
    return known == integers_.end() ? stored_integers(*model_, tensor(index)) : known->second;
}

ValueId GraphBuilder::add_intermediate(const std::string& name, TensorType type) {
    return graph_.add_value(names_.take(name), std::move(type));
}

void GraphBuilder::count_constant(std::size_t byte_count) {
    if (byte_count > constant_bytes_left_) {
        throw ModelError("E0303", "the constants take many times the bytes of the file");
    }
    constant_bytes_left_ -= byte_count;
}

ValueId GraphBuilder::add_rearranged_constant(const std::string& name, Tensor tensor) {
    count_constant(tensor.bytes.size());
    return graph_.add_constant(names_.take(name), std::move(tensor));
}

ValueId GraphBuilder::add_made_constant(const std::string& name, Tensor tensor) {
    // Larger ones join what the file stores, and count as reading that again.
    if (tensor.bytes.size() > largest_made_constant) {
        if (tensor.bytes.size() > constant_bytes_left_) {
            throw Unsupported{
                fmt::format("{} of {} bytes that the model makes", name, tensor.bytes.size()), "store it in the file"};
        }
        constant_bytes_left_ -= tensor.bytes.size();
    }
    return graph_.add_constant(names_.take(name), std::move(tensor));
}

void GraphBuilder::write_constant(std::int32_t index, const std::string& name, Tensor value) {
    const TensorType& type = type_of(index);
    if (value.type.data_type != type.data_type || value.type.shape != type.shape) {
        throw ModelError(
            "E0303", fmt::format(
                         "output is {} {}, its operator makes {} {}", thimble::name(type.data_type),
                         type.shape.to_string(), thimble::name(value.type.data_type), value.type.shape.to_string()
                     )
        );
    }
    if (value.bytes.size() > largest_made_constant) {
        throw Unsupported{fmt::format("{} bytes that the model makes", value.bytes.size()), "store them in the file"};
    }
    value.type = type;
    graph_.value(write(index, name)).constant = std::make_shared<const Tensor>(std::move(value));
    record_integers(index);
}

void GraphBuilder::record_integers(std::int32_t index) {
    const Value& value = graph_.value(values_[static_cast<std::size_t>(index)]);
    if (value.constant != nullptr && holds_few_integers(value.type)) {
        integers_[index] = index_values(*value.constant);
    }
}

bool GraphBuilder::fold_last_node() {
    const Node& node = graph_.nodes.back();
    const NodeView view(graph_, node);
    const auto is_known = [&](ValueId id) { return id.is_none() || graph_.is_constant(id); };
    const OpDef* def = find_op(node.op);
    if (def == nullptr || !holds_few_integers(view.output()) ||
        !std::all_of(node.inputs.begin(), node.inputs.end(), is_known)) {
        return false;
    }
    const std::vector<TensorType> inferred = def->infer(view);
    if (inferred.size() != 1 || node.outputs.size() != 1 || inferred.front() != view.output()) {
        return false; // `verify` says what is wrong
    }
    std::vector<const Tensor*> inputs;
    for (std::size_t index = 0; index < node.inputs.size(); ++index) {
        inputs.push_back(view.constant(index));
    }
    graph_.value(node.outputs.front()).constant =
        std::make_shared<const Tensor>(std::move(def->evaluate(view, inputs).front()));
    graph_.nodes.pop_back();
    return true;
}

void GraphBuilder::fold_integers(std::int32_t index) {
    if (fold_last_node()) {
        record_integers(index);
    }
}

void GraphBuilder::add_node(Node node) {
    graph_.nodes.push_back(std::move(node));
}

} // namespace thimble::tflite_import

// SPDX-License-Identifier: Apache-2.0
// One operator of a file as the translations see it: inputs, options, outputs, and how to add nodes.
#pragma once

#include "thimble/core/error.h"
#include "thimble/import/tflite/graph_builder.h"

#include <cstdint>
#include <string>
#include <tflite_schema/tflite_generated.h>
#include <vector>

namespace thimble::tflite_import {

class OperatorReader {
public:
    static constexpr std::size_t any_number = 0xFFFF;

    /// `name` is the node's; it is free for the operator's output.
    OperatorReader(GraphBuilder& builder, const tflite::Operator& op, std::string name)
        : builder_(&builder), op_(&op), name_(std::move(name)) {}

    const std::string& name() const { return name_; }

    std::size_t input_count() const { return op_->inputs() == nullptr ? 0 : op_->inputs()->size(); }

    bool has_input(std::size_t index) const { return index < input_count() && tensor_index(index) >= 0; }

    bool is_stored_input(std::size_t index) const;
    /// Whether the input is stored as a single element that means 0.0.
    bool is_stored_zero(std::size_t index) const;

    /// Errors: ModelError E0303 unless the operator has between `fewest` and `most` inputs and one output.
    void expect_inputs(std::size_t fewest, std::size_t most) const;
    /// As expect_inputs, with another number of outputs.
    void expect_inputs_and_outputs(std::size_t fewest, std::size_t most, std::size_t outputs) const;

    std::size_t output_count() const { return op_->outputs()->size(); }

    /// The value of an input; a constant is called after the node and its `role`.
    ValueId input(std::size_t index, const std::string& role);
    /// As input, none when the operator leaves it out.
    ValueId optional_input(std::size_t index, const std::string& role);
    /// As input, for weights that must be stored in the file. Errors: Unsupported when they are computed.
    ValueId stored_input(std::size_t index, const std::string& role);

    const TensorType& input_type(std::size_t index) const;
    const TensorType& output_type(std::size_t index = 0) const;

    /// The elements of an integer input that is known without running the model: axes, a shape, paddings.
    /// Errors: Unsupported when it is computed from data, ModelError E0303 when it does not hold integers.
    std::vector<std::int64_t> integers(std::size_t index, const std::string& role) const;

    bool has_integers(std::size_t index) const;

    /// The single number that an input holds whatever the model's inputs are; the real one where there is a scale.
    /// Errors: as integers.
    double number(std::size_t index, const std::string& role) const;

    /// Records the integers that the operator writes, in place of a node. See GraphBuilder::write_integers.
    void define_integers(std::vector<std::int64_t> values);

    /// Errors: Unsupported unless the input and the output are both float32, or both int8 or both int16 per tensor.
    void expect_matching_types(std::size_t index) const;
    /// Errors: Unsupported unless the input and the first output have the same data type, whichever it is.
    void expect_same_types(std::size_t index) const;
    /// Errors: Unsupported unless the type is float32, or int8 or int16 with one scale.
    void expect_activation(const TensorType& type, const std::string& role) const;

    /// As expect_activation for operators that also take integers without a scale, wide integers with one, or booleans.
    void expect_elements(std::size_t index) const;

    /// The operator's options, or null when the file leaves them out.
    /// Errors: ModelError E0303 when they are those of another operator.
    template <typename Options> const Options* optional_options() const;
    /// The operator's options. Errors: also ModelError E0303 when they are left out.
    template <typename Options> const Options& options() const;

    /// Adds the node that computes the operator's outputs. Integers that it computes from constants are recorded as
    /// define_integers does.
    void add_node(const std::string& op, std::vector<ValueId> inputs, Attributes attributes);
    /// Adds a node that computes one of the operator's outputs.
    void add_node_for(std::size_t output, const std::string& op, std::vector<ValueId> inputs, Attributes attributes);
    /// A constant made of stored ones, called `<node>.<role>`.
    ValueId add_rearranged(const std::string& role, Tensor tensor);
    /// A constant that the file does not have, called `<node>.<role>`.
    ValueId add_constant(const std::string& role, Tensor tensor);
    /// Defines the output as a constant. Errors: Unsupported when it is large.
    void define_constant(Tensor tensor);
    /// Adds a node before it; its output, called `<node>.<role>`, is returned.
    ValueId add_inner_node(
        const std::string& op, const std::string& role, std::vector<ValueId> inputs, Attributes attributes,
        TensorType type
    );
    /// As add_inner_node, for a node with an output of each of these types.
    std::vector<ValueId> add_inner_nodes_of(
        const std::string& op, std::vector<ValueId> inputs, Attributes attributes, std::vector<TensorType> types
    );
    /// Adds the node that computes the operator's only output, and then the next values of the variable tensors at
    /// these inputs.
    void add_stateful_node(
        const std::string& op, std::vector<ValueId> inputs, Attributes attributes,
        const std::vector<std::size_t>& states
    );
    /// Lets the variable tensor at an input hold this value from here on.
    void set_state(std::size_t index, ValueId value);

    /// The elements of a stored input. Errors: Unsupported when it is computed.
    Tensor stored_value(std::size_t index, const std::string& role) const;

private:
    std::int32_t tensor_index(std::size_t index) const {
        return op_->inputs()->Get(static_cast<flatbuffers::uoffset_t>(index));
    }

    std::int32_t present_tensor_index(std::size_t index) const;
    /// The value of an output.
    ValueId write(std::size_t output);

    GraphBuilder* builder_;
    const tflite::Operator* op_;
    std::string name_;
};

template <typename Options> const Options* OperatorReader::optional_options() const {
    constexpr tflite::BuiltinOptions expected = tflite::BuiltinOptionsTraits<Options>::enum_value;
    if (op_->builtin_options_type() == tflite::BuiltinOptions::NONE) {
        return nullptr;
    }
    if (op_->builtin_options_type() != expected) {
        throw ModelError(
            "E0303", fmt::format(
                         "options of kind {}, expected {}", static_cast<int>(op_->builtin_options_type()),
                         tflite::EnumNameBuiltinOptions(expected)
                     )
        );
    }
    return static_cast<const Options*>(op_->builtin_options());
}

template <typename Options> const Options& OperatorReader::options() const {
    const Options* found = optional_options<Options>();
    if (found == nullptr) {
        throw ModelError("E0303", "the operator's options are missing");
    }
    return *found;
}

} // namespace thimble::tflite_import

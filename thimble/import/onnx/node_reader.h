// SPDX-License-Identifier: Apache-2.0
// One node of the file as the translations see it: inputs, attributes, outputs, and how to add to the Graph.
#pragma once

#include "thimble/import/onnx/attributes.h"
#include "thimble/import/onnx/graph_builder.h"
#include "thimble/import/onnx/offenders.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thimble::onnx_import {

/// How a translation wants quantised uint8 tensors: as the file's uint8, or as stored, that is int8 and 128 lower.
/// The outputs of an operator `as_stored` are taken to be shifted when its first input is.
enum class Uint8Form : std::uint8_t { plain, as_stored };

class NodeReader {
public:
    NodeReader(
        GraphBuilder& builder, const onnx::NodeProto& node, std::string name, std::int64_t opset, Uint8Form uint8_form,
        const ExternalData& external_data
    )
        : builder_(&builder),
          node_(&node),
          attributes_(node),
          name_(std::move(name)),
          opset_(opset),
          uint8_form_(uint8_form),
          external_data_(&external_data) {}

    const std::string& name() const { return name_; }

    std::int64_t opset() const { return opset_; }

    const AttributeReader& attributes() const { return attributes_; }

    Tensor tensor_attribute(std::string_view name) const { return attributes_.tensor(name, *external_data_); }

    std::size_t input_count() const { return static_cast<std::size_t>(node_->input_size()); }

    std::size_t output_count() const { return static_cast<std::size_t>(node_->output_size()); }

    bool has_input(std::size_t index) const { return index < input_count() && !input_name(index).empty(); }

    /// Whether the model reads or names the output.
    bool has_output(std::size_t index) const;

    /// Errors: ModelError E0321 unless there are between `fewest` and `most` inputs.
    void expect_inputs(std::size_t fewest, std::size_t most) const;

    /// Errors: ModelError E0321 when it is left out.
    ValueId input(std::size_t index);
    /// None when it is left out.
    ValueId optional_input(std::size_t index);
    std::vector<ValueId> inputs();

    // By value: adding to the graph moves its values.
    TensorType type(ValueId id) const { return builder_->type(id); }

    Shape shape(ValueId id) const { return builder_->type(id).shape; }

    const Graph& graph() const { return builder_->graph(); }

    /// The tensor when it is known without running the model, else null.
    const Tensor* constant(ValueId id) const { return builder_->constant(id); }

    /// An input that must be known without running the model. Errors: NeedsConstant; Unsupported when no graph input
    /// could be bound to help.
    const Tensor& constant_input(std::size_t index, const std::string& role);
    /// As constant_input, as integers or numbers. Errors: also ModelError E0321 for another element type.
    std::vector<std::int64_t> integers(std::size_t index, const std::string& role);
    std::vector<double> reals(std::size_t index, const std::string& role);

    /// An axis from attribute or operand within [0, rank). Errors: ModelError E0321.
    static std::int64_t axis_from_zero(std::int64_t axis, std::size_t rank);
    /// Distinct axes within [0, rank), in the order given. Errors: ModelError E0321.
    static std::vector<std::int64_t> axes_from_zero(std::vector<std::int64_t> axes, std::size_t rank);

    /// Adds a node of the Graph; its first output. See GraphBuilder::add_node.
    ValueId
    add(const std::string& op, std::vector<ValueId> inputs, Attributes attributes = {},
        const std::optional<QuantizedType>& output = {});
    /// As add, all outputs.
    std::vector<ValueId> add_several(const std::string& op, std::vector<ValueId> inputs, Attributes attributes = {});
    ValueId add_constant(const std::string& role, Tensor value);
    /// A float32 scalar (shape []), for arithmetic with broadcasting.
    ValueId add_real(const std::string& role, double value);

    ValueId reshape(ValueId id, std::vector<std::int64_t> shape);

    /// Makes an output of the node this value. Nothing happens for outputs that the node does not name.
    void define(std::size_t output, ValueId id);
    /// As define, for a quantised uint8 tensor of the file that is kept as int8.
    void define_shifted(std::size_t output, ValueId id);

    GraphBuilder& builder() { return *builder_; }

    const std::string& input_name(std::size_t index) const { return node_->input(static_cast<int>(index)); }

private:
    GraphBuilder* builder_;
    const onnx::NodeProto* node_;
    AttributeReader attributes_;
    std::string name_;
    std::int64_t opset_;
    Uint8Form uint8_form_;
    const ExternalData* external_data_;
};

} // namespace thimble::onnx_import

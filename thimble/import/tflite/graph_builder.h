// SPDX-License-Identifier: Apache-2.0
// The Graph under construction and which of its values stands for which tensor of the file.
#pragma once

#include "thimble/import/tflite/layer_names.h"
#include "thimble/ir/graph.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tflite_schema/tflite_generated.h>
#include <vector>

namespace thimble::tflite_import {

class GraphBuilder {
public:
    /// The model has passed check_structure and outlives the builder. `file_bytes` bounds the constants, since a
    /// small file may refer to one buffer many times.
    GraphBuilder(const tflite::Model& model, std::size_t file_bytes, std::string graph_name);

    /// Declares a graph input. Errors: as tensor_type, and E0303 when the tensor is stored in the file.
    void add_input(std::int32_t tensor);
    void add_output(std::int32_t tensor);

    /// The value that an operator reads; stored tensors become constants called `constant_name` on first use.
    /// Errors: ModelError E0303 when nothing has written the tensor.
    ValueId read(std::int32_t tensor, const std::string& constant_name);

    /// The value that an operator writes. Errors: ModelError E0303 when it has a writer already or is stored.
    ValueId write(std::int32_t tensor, const std::string& name);

    /// Marks what an operator that could not be translated would have written, so that its readers
    /// are judged on their own.
    void write_unknown(std::int32_t tensor);

    /// Records that an operator writes these integers whatever the model's inputs are: part of a shape.
    void write_integers(std::int32_t tensor, std::vector<std::int64_t> values);

    /// The integers that the tensor holds whatever the inputs are: stored in the file or recorded by
    /// write_integers. Errors: Unsupported when they depend on inputs, ModelError E0303 when they are not integers.
    std::vector<std::int64_t> integers(std::int32_t tensor) const;
    bool has_integers(std::int32_t tensor) const;

    /// A value that the file does not have, between two nodes made from one operator.
    ValueId add_intermediate(const std::string& name, TensorType type);

    /// A constant that the file does not have. Errors: Unsupported when it is large, and all constants are many times
    /// the file.
    ValueId add_made_constant(const std::string& name, Tensor tensor);

    /// A constant made of stored ones. Errors: ModelError E0303 when all constants take many times the bytes of the
    /// file.
    ValueId add_rearranged_constant(const std::string& name, Tensor tensor);

    /// Defines what an operator writes as a constant. Errors: as `write` and add_made_constant.
    void write_constant(std::int32_t tensor, const std::string& name, Tensor value);

    /// Where the node appended last computes a few integers from constants, replaces it by their constant: shapes
    /// are computed so. Returns whether it did.
    bool fold_last_node();
    /// As fold_last_node, and records the integers of the tensor that the node writes.
    void fold_integers(std::int32_t tensor);

    /// Appends a node; `verify` checks it against the operator's definition and the declared types later.
    void add_node(Node node);

    /// A name for a node and its output, made from the tensor's; `fallback` serves when that says nothing.
    std::string
    name_for(std::int32_t tensor, const std::array<std::string_view, 2>& operations, std::string_view fallback);

    /// As tensor_type; errors name the tensor.
    const TensorType& type_of(std::int32_t tensor);

    const tflite::Model& model() const { return *model_; }

    const tflite::Tensor& tensor(std::int32_t index) const;

    const tflite::SubGraph& subgraph() const { return *model_->subgraphs()->Get(0); }

    const Graph& graph() const { return graph_; }

    /// Hands over the graph; the builder is empty afterwards.
    Graph take();

    /// Lets a variable tensor hold this value from here on. Errors: ModelError E0303 when the tensor is not a variable
    /// or has not been read.
    void set_variable(std::int32_t tensor, ValueId value);

private:
    void check_unwritten(std::int32_t tensor) const;
    /// The state that a variable tensor stands for at the start of a run.
    ValueId add_state(std::int32_t tensor, const std::string& name);
    ValueId add_constant(std::int32_t tensor, const std::string& name);
    /// Errors: ModelError E0303 when all constants take many times the bytes of the file.
    void count_constant(std::size_t byte_count);
    /// Records the elements of a constant that the tensor stands for, where they may be part of a shape.
    void record_integers(std::int32_t tensor);

    const tflite::Model* model_;
    Graph graph_;
    std::vector<ValueId> values_;                  ///< by tensor; none until first read or written
    std::vector<std::optional<TensorType>> types_; ///< by tensor, once asked for
    std::vector<bool> is_written_;                 ///< by tensor: graph input or output of an earlier operator
    std::map<std::int32_t, std::vector<std::int64_t>> integers_; ///< by tensor: shape arithmetic
    std::map<std::int32_t, ValueId> states_; ///< by variable tensor: its value at the start of a run
    std::size_t constant_bytes_left_;
    UniqueNames names_;
    std::string scope_;
};

} // namespace thimble::tflite_import

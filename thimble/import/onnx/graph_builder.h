// SPDX-License-Identifier: Apache-2.0
// The Graph under construction: which of its values stands for which tensor of the file, and nodes that are computed
// at once when nothing in them depends on the model's inputs.
#pragma once

#include "thimble/import/onnx/external_data.h"
#include "thimble/import/onnx/import_onnx.h"
#include "thimble/ir/graph.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace thimble::onnx_import {

/// What a tensor of the file became. The file's uint8 tensors that are quantised are kept as int8, 128 lower: then
/// `is_shifted`.
struct TensorEntry {
    ValueId id;
    bool is_shifted = false;
};

/// What the file says about a quantised output.
struct QuantizedType {
    Quantization quantization;
    DataType data_type = DataType::int8;
};

class GraphBuilder {
public:
    explicit GraphBuilder(std::string graph_name);

    const Graph& graph() const { return graph_; }

    const TensorType& type(ValueId id) const { return graph_.value(id).type; }

    const Tensor* constant(ValueId id) const { return graph_.value(id).constant.get(); }

    void add_input(const std::string& tensor, TensorType type);
    void add_constant(const std::string& tensor, Tensor value);
    void add_output(const std::string& tensor);

    void add_output_value(ValueId id) { graph_.outputs.push_back(id); }

    /// The entry of a tensor. Errors: ModelError E0321 for an unknown name.
    const TensorEntry& find(const std::string& tensor) const;

    bool has(const std::string& tensor) const { return entries_.count(tensor) > 0; }

    /// Makes `tensor` of the file the value `entry`, which takes its name when it has none from the file yet.
    /// Errors: ModelError E0321 when it has been written before.
    void define(const std::string& tensor, TensorEntry entry);

    /// Marks what an unsupported operator would have written.
    void define_unknown(const std::string& tensor) { unknown_.insert(tensor); }

    bool is_unknown(const std::string& tensor) const { return unknown_.count(tensor) > 0; }

    /// Adds a node and the values it writes, whose types the operator infers. The quantisation of the outputs is that
    /// of `output`, else that of the first input where the element type is the same. A node of constants is computed at
    /// once, but for dequantize: passes look for that.
    std::vector<ValueId> add_node(
        const std::string& op, std::vector<ValueId> inputs, Attributes attributes,
        const std::optional<QuantizedType>& output
    );
    ValueId add_inner_constant(const std::string& stem, Tensor value);

    /// Says how a value is to be read when the file tells so only where it is used: a graph input or stored tensor of
    /// plain int8 or uint8 that a DequantizeLinear reads. False when it has another quantisation already.
    bool set_quantization(ValueId id, const Quantization& quantization);

    /// A graph input that the value depends on; empty when there is none.
    std::string input_behind(ValueId id) const;

    /// Names for the nodes and inner values added from here on.
    void begin_operator(std::string name);
    /// Names the nodes added since then: the one that does the operator's work gets its name.
    void end_operator();

    Graph take() { return std::move(graph_); }

private:
    std::string unused_name(const std::string& stem);
    std::string inner_name(const std::string& op);
    void add_outputs(Node& node);
    std::size_t output_bytes(const Node& node) const;
    void compute_at_once(const Node& node);

    Graph graph_;
    std::map<std::string, TensorEntry> entries_;
    std::set<std::string> unknown_;
    std::set<std::string> names_;
    std::map<std::string, std::size_t> suffixes_;
    std::set<std::uint32_t> inner_;            ///< values that have no name from the file
    std::vector<std::int32_t> producer_nodes_; ///< by value, -1 without
    std::string operator_name_;
    std::size_t first_node_ = 0;
};

} // namespace thimble::onnx_import

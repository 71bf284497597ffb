// SPDX-License-Identifier: Apache-2.0
// One node of the graph on its way into the file, as the translations see it.
#pragma once

#include "thimble/core/error.h"
#include "thimble/export/tflite/model_writer.h"
#include "thimble/ops/op_def.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thimble::tflite_export {

/// An operator of the format and the version that introduced its int8 form.
struct OperatorCode {
    tflite::BuiltinOperator code;
    std::int32_t int8_version;
};

class NodeWriter {
public:
    NodeWriter(ModelWriter& model, const Graph& graph, const Node& node)
        : model_(&model), view_(graph, node), attributes_(with_defaults(op_def(node.op), node.attributes)) {}

    const NodeView& view() const { return view_; }

    /// The node's attributes, defaults filled in.
    const Attributes& attributes() const { return attributes_; }

    /// The tensors of the node's inputs, in order; those left out at the end are dropped.
    std::vector<std::int32_t> inputs() const {
        std::vector<std::int32_t> result;
        for (const ValueId id : view_.node().inputs) {
            result.push_back(tensor_index(id));
        }
        while (!result.empty() && result.back() < 0) {
            result.pop_back();
        }
        return result;
    }

    /// Adds a stored list of integers called after the node's output and its role.
    std::int32_t add_integers(const std::string& role, const Shape& shape, const std::vector<std::int64_t>& values) {
        return model_->add_integers(inner_name(role), shape, values);
    }

    /// Adds a stored tensor called alike.
    std::int32_t add_stored(const std::string& role, const TensorType& type, const std::vector<std::byte>& bytes) {
        return model_->store(inner_name(role), type, bytes);
    }

    /// Adds an operator that writes the node's output.
    void write(OperatorCode op, std::vector<std::int32_t> inputs, tflite::BuiltinOptionsUnion options = {}) {
        const std::int32_t version = view_.input(0).data_type == DataType::int8 ? op.int8_version : 1;
        model_->add_operator(
            op.code, version, std::move(inputs), tensor_index(view_.node().outputs.front()), std::move(options)
        );
    }

    /// Adds an operator before it, and returns the tensor it writes.
    std::int32_t write_inner(
        OperatorCode op, const std::string& role, const TensorType& type, std::vector<std::int32_t> inputs,
        tflite::BuiltinOptionsUnion options = {}
    ) {
        const std::int32_t version = type.data_type == DataType::int8 ? op.int8_version : 1;
        const std::int32_t output = model_->add_tensor(inner_name(role), type);
        model_->add_operator(op.code, version, std::move(inputs), output, std::move(options));
        return output;
    }

private:
    std::string inner_name(const std::string& role) const {
        return view_.graph().value(view_.node().outputs.front()).name + "." + role;
    }

    ModelWriter* model_;
    NodeView view_;
    Attributes attributes_;
};

/// What the format has no word for. The node is added as context later.
[[noreturn]] inline void throw_inexpressible(const std::string& what) {
    throw ModelError("E0310", what + " cannot be expressed in a TensorFlow Lite file");
}

} // namespace thimble::tflite_export

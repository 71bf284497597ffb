// SPDX-License-Identifier: Apache-2.0
// Small ONNX models made in the test.
#pragma once

#include "thimble/import/onnx/import_onnx.h"
#include "thimble/import/onnx/messages.h"

#include <string>
#include <vector>

namespace thimble {

class OnnxModel {
public:
    explicit OnnxModel(std::int64_t opset = 17) {
        model.set_ir_version(8);
        model.add_opset_import()->set_version(opset);
        model.mutable_graph()->set_name("test");
    }

    OnnxModel&
    input(const std::string& name, const std::vector<std::int64_t>& extents, int type = onnx::TensorProto::FLOAT) {
        describe(*model.mutable_graph()->add_input(), name, extents, type);
        return *this;
    }

    OnnxModel& output(const std::string& name) {
        model.mutable_graph()->add_output()->set_name(name);
        return *this;
    }

    OnnxModel&
    floats(const std::string& name, const std::vector<std::int64_t>& extents, const std::vector<float>& values) {
        onnx::TensorProto& tensor = *model.mutable_graph()->add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::FLOAT);
        tensor.mutable_dims()->Assign(extents.begin(), extents.end());
        tensor.mutable_float_data()->Assign(values.begin(), values.end());
        return *this;
    }

    OnnxModel& integers(const std::string& name, const std::vector<std::int64_t>& values) {
        onnx::TensorProto& tensor = *model.mutable_graph()->add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::INT64);
        tensor.add_dims(static_cast<std::int64_t>(values.size()));
        tensor.mutable_int64_data()->Assign(values.begin(), values.end());
        return *this;
    }

    onnx::NodeProto&
    node(const std::string& op, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) {
        onnx::NodeProto& node = *model.mutable_graph()->add_node();
        node.set_op_type(op);
        node.mutable_input()->Assign(inputs.begin(), inputs.end());
        node.mutable_output()->Assign(outputs.begin(), outputs.end());
        return node;
    }

    std::string bytes() const { return model.SerializeAsString(); }

    Graph import(const OnnxOptions& options = {}) const {
        Diagnostics diagnostics;
        const std::string serialized = bytes();
        return import_onnx(std::as_bytes(std::span(serialized)), "test.onnx", options, diagnostics);
    }

    /// The code of the error that importing raises, or "accepted".
    std::string rejection(const OnnxOptions& options = {}) const {
        try {
            import(options);
        } catch (const ModelError& error) {
            return error.code();
        }
        return "accepted";
    }

    onnx::ModelProto model;

private:
    static void
    describe(onnx::ValueInfoProto& value, const std::string& name, const std::vector<std::int64_t>& extents, int type) {
        value.set_name(name);
        onnx::TypeProto::Tensor& tensor = *value.mutable_type()->mutable_tensor_type();
        tensor.set_elem_type(type);
        for (const std::int64_t extent : extents) {
            tensor.mutable_shape()->add_dim()->set_dim_value(extent);
        }
        tensor.mutable_shape();
    }
};

inline void set_integer(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(value);
}

inline void set_integers(onnx::NodeProto& node, const std::string& name, const std::vector<std::int64_t>& values) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INTS);
    attribute.mutable_ints()->Assign(values.begin(), values.end());
}

} // namespace thimble

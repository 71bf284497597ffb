// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/inline_functions.h"

#include "thimble/core/error.h"

#include <map>
#include <string>
#include <utility>

namespace thimble::onnx_import {

namespace {

constexpr std::size_t largest_node_count = 1U << 16;
constexpr int deepest_call = 32;

using Names = std::map<std::string, std::string>;

class Inliner {
public:
    Inliner(const onnx::ModelProto& model, std::int64_t opset) : opset_(opset) {
        for (const onnx::FunctionProto& function : model.functions()) {
            functions_[{function.domain(), function.name()}] = &function;
        }
    }

    void add(const onnx::NodeProto& node, int depth) {
        const auto found = functions_.find({node.domain(), node.op_type()});
        if (found != functions_.end()) {
            add_body(node, *found->second, depth + 1);
            return;
        }
        nodes_.push_back(node);
        if (nodes_.size() > largest_node_count) {
            throw ModelError("E0321", fmt::format("functions expand to more than {} nodes", largest_node_count));
        }
    }

    std::vector<onnx::NodeProto> take() { return std::move(nodes_); }

private:
    void check(const onnx::NodeProto& call, const onnx::FunctionProto& function, int depth) const {
        if (depth > deepest_call) {
            throw ModelError("E0321", fmt::format("function `{}` calls itself", function.name()));
        }
        if (call.input_size() > function.input_size() || call.output_size() > function.output_size()) {
            throw ModelError(
                "E0321", fmt::format(
                             "call of `{}` has {} inputs and {} outputs, the function {} and {}", function.name(),
                             call.input_size(), call.output_size(), function.input_size(), function.output_size()
                         )
            );
        }
        for (const onnx::OperatorSetIdProto& import : function.opset_import()) {
            if ((import.domain().empty() || import.domain() == "ai.onnx") && import.version() != opset_) {
                throw ModelError(
                    "E0322", fmt::format(
                                 "function `{}` is of operator set {}, the model of {}", function.name(),
                                 import.version(), opset_
                             )
                );
            }
        }
    }

    void add_body(const onnx::NodeProto& call, const onnx::FunctionProto& function, int depth) {
        check(call, function, depth);
        const std::string prefix = fmt::format("{}#{}/", call.name().empty() ? function.name() : call.name(), ++calls_);
        Names names = {{"", ""}};
        for (int index = 0; index < function.input_size(); ++index) {
            names[function.input(index)] = index < call.input_size() ? call.input(index) : "";
        }
        for (int index = 0; index < call.output_size(); ++index) {
            names[function.output(index)] =
                call.output(index).empty() ? prefix + function.output(index) : call.output(index);
        }
        for (const onnx::NodeProto& inner : function.node()) {
            add(renamed(inner, call, names, prefix), depth);
        }
    }

    /// A node of a body in the caller's terms: names of tensors, and attributes that stand for the call's.
    static onnx::NodeProto
    renamed(const onnx::NodeProto& inner, const onnx::NodeProto& call, const Names& names, const std::string& prefix) {
        const auto rename = [&](std::string& tensor) {
            const auto found = names.find(tensor);
            tensor = found == names.end() ? prefix + tensor : found->second;
        };
        onnx::NodeProto node = inner;
        node.set_name(prefix + (inner.name().empty() ? inner.op_type() : inner.name()));
        for (std::string& tensor : *node.mutable_input()) {
            rename(tensor);
        }
        for (std::string& tensor : *node.mutable_output()) {
            rename(tensor);
        }
        node.clear_attribute();
        for (const onnx::AttributeProto& attribute : inner.attribute()) {
            add_attribute(node, attribute, call);
        }
        return node;
    }

    static void
    add_attribute(onnx::NodeProto& node, const onnx::AttributeProto& attribute, const onnx::NodeProto& call) {
        if (attribute.ref_attr_name().empty()) {
            *node.add_attribute() = attribute;
            return;
        }
        for (const onnx::AttributeProto& given : call.attribute()) {
            if (given.name() == attribute.ref_attr_name()) {
                onnx::AttributeProto& copy = *node.add_attribute();
                copy = given;
                copy.set_name(attribute.name());
            }
        }
    }

    std::int64_t opset_;
    std::map<std::pair<std::string, std::string>, const onnx::FunctionProto*> functions_;
    std::vector<onnx::NodeProto> nodes_;
    std::size_t calls_ = 0;
};

} // namespace

std::vector<onnx::NodeProto> inline_functions(const onnx::ModelProto& model, std::int64_t opset) {
    Inliner inliner(model, opset);
    for (const onnx::NodeProto& node : model.graph().node()) {
        inliner.add(node, 0);
    }
    return inliner.take();
}

} // namespace thimble::onnx_import

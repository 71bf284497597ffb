// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/model_interface.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/tensor_values.h"

#include <algorithm>

namespace thimble::onnx_import {

namespace {

using Dimension = onnx::TensorShapeProto::Dimension;

/// Collects the symbolic dimensions that have no value, to name them all at once.
class SymbolicDimensions {
public:
    SymbolicDimensions(const OnnxOptions& options, Diagnostics& diagnostics)
        : options_(&options), diagnostics_(&diagnostics) {}

    std::int64_t extent(const std::string& input, const Dimension& dimension, int axis) {
        if (dimension.has_dim_value()) {
            return dimension.dim_value();
        }
        const auto found = options_->dimensions.find(dimension.dim_param());
        if (found != options_->dimensions.end()) {
            return found->second;
        }
        const std::string name = dimension.dim_param().empty() ? "?" : dimension.dim_param();
        if (axis == 0) {
            diagnostics_->warn(fmt::format("dimension `{}` of input `{}` is taken to be 1", name, input));
            return 1;
        }
        unknown_.push_back(fmt::format("axis {} of input `{}` is `{}`", axis, input, name));
        return 1;
    }

    void throw_if_any() const {
        if (unknown_.empty()) {
            return;
        }
        ModelError error("E0325", fmt::format("{} dimensions have no value", unknown_.size()));
        for (const std::string& dimension : unknown_) {
            error.add_note(dimension);
        }
        error.set_hint("give each a value: --dimension NAME=N, or export with fixed shapes");
        throw error;
    }

private:
    const OnnxOptions* options_;
    Diagnostics* diagnostics_;
    std::vector<std::string> unknown_;
};

TensorType input_type(const onnx::ValueInfoProto& input, SymbolicDimensions& dimensions) {
    if (!input.type().has_tensor_type()) {
        throw Unsupported{"an input that is not a tensor", "replace it by tensors"};
    }
    const onnx::TypeProto::Tensor& type = input.type().tensor_type();
    if (!type.has_shape()) {
        throw Unsupported{"an input without a shape", "export the model with fixed shapes"};
    }
    std::vector<std::int64_t> extents;
    for (int axis = 0; axis < type.shape().dim_size(); ++axis) {
        extents.push_back(dimensions.extent(input.name(), type.shape().dim(axis), axis));
    }
    return {element_type(type.elem_type()), checked_shape(extents), {}};
}

void add_input(
    GraphBuilder& builder, const onnx::ValueInfoProto& input, const OnnxOptions& options, SymbolicDimensions& dimensions
) {
    const auto bound = options.bound_inputs.find(input.name());
    if (bound == options.bound_inputs.end()) {
        builder.add_input(input.name(), input_type(input, dimensions));
        return;
    }
    const TensorType& type = bound->second.type;
    if (input.type().tensor_type().elem_type() != 0 &&
        element_type(input.type().tensor_type().elem_type()) != type.data_type) {
        throw ModelError(
            "E0321", fmt::format(
                         "input `{}` is bound to {}, expected {}", input.name(), name(type.data_type),
                         element_type_name(input.type().tensor_type().elem_type())
                     )
        );
    }
    builder.add_constant(input.name(), bound->second);
}

template <typename Add>
void add_or_collect(GraphBuilder& builder, const std::string& name, Offenders& offenders, const Add& add) {
    try {
        add();
    } catch (const Unsupported& unsupported) {
        offenders.add(fmt::format("tensor `{}`", name), unsupported);
        builder.define_unknown(name);
    }
}

} // namespace

void add_interface(
    GraphBuilder& builder, const onnx::GraphProto& graph, const OnnxOptions& options, const ExternalData& external_data,
    Offenders& offenders, Diagnostics& diagnostics
) {
    if (graph.sparse_initializer_size() > 0) {
        offenders.add("model", {"sparse stored tensors", "store them dense"});
    }
    for (const onnx::TensorProto& tensor : graph.initializer()) {
        add_or_collect(builder, tensor.name(), offenders, [&] {
            builder.add_constant(tensor.name(), read_tensor(tensor, external_data));
        });
    }
    SymbolicDimensions dimensions(options, diagnostics);
    for (const onnx::ValueInfoProto& input : graph.input()) {
        // Files of IR version 3 list stored tensors as inputs, too.
        if (!builder.has(input.name()) && !builder.is_unknown(input.name())) {
            add_or_collect(builder, input.name(), offenders, [&] { add_input(builder, input, options, dimensions); });
        }
    }
    dimensions.throw_if_any();
}

} // namespace thimble::onnx_import

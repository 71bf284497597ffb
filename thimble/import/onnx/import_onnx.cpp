// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/import_onnx.h"

#include "thimble/import/onnx/inline_functions.h"
#include "thimble/import/onnx/model_interface.h"
#include "thimble/import/onnx/old_broadcast.h"
#include "thimble/import/onnx/operator_table.h"
#include "thimble/import/onnx/quantization.h"
#include "thimble/import/onnx/read_model.h"
#include "thimble/ops/verify.h"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace thimble {

using namespace onnx_import;

namespace {

/// Translates the nodes of one graph.
class Translation {
public:
    Translation(GraphBuilder& builder, std::int64_t opset, const ExternalData& external_data, Offenders& offenders)
        : builder_(builder), opset_(opset), external_data_(external_data), offenders_(offenders) {}

    void translate(const onnx::NodeProto& node, std::size_t index) {
        const std::string name = node.name().empty() ? fmt::format("{}_{}", node.op_type(), index) : node.name();
        if (depends_on_unknown(node)) {
            define_unknown(node);
            return;
        }
        try {
            translate_known(node, name);
        } catch (const Unsupported& unsupported) {
            offenders_.add(fmt::format("#{} {} ({})", index, name, node.op_type()), unsupported);
            define_unknown(node);
        } catch (Error& error) {
            error.add_context({"", name, node.op_type()});
            throw;
        }
    }

private:
    void translate_known(const onnx::NodeProto& node, const std::string& name) {
        const OperatorRow* row = find_operator_row(node.domain(), node.op_type());
        if (row == nullptr) {
            const std::string domain = node.domain().empty() ? "" : fmt::format(" of domain `{}`", node.domain());
            throw Unsupported{
                "the operator" + domain + " is not supported", "see docs/operators.md for those that are"};
        }
        if (node.output_size() == 0) {
            throw ModelError("E0321", "has no outputs, expected one or more");
        }
        builder_.begin_operator(name);
        std::optional<onnx::NodeProto> rewritten;
        if (opset_ < first_opset_with_broadcasting) {
            rewritten = with_todays_broadcasting(node, builder_);
        }
        NodeReader reader(builder_, rewritten ? *rewritten : node, name, opset_, row->uint8_form, external_data_);
        row->translate(reader);
        builder_.end_operator();
        // An output that the operator does not have, or that its translation leaves out.
        for (int index = 0; index < node.output_size(); ++index) {
            if (!node.output(index).empty() && !builder_.has(node.output(index))) {
                throw Unsupported{fmt::format("its output {}", index), "leave the output out of the model"};
            }
        }
    }

    bool depends_on_unknown(const onnx::NodeProto& node) const {
        return std::any_of(node.input().begin(), node.input().end(), [&](const std::string& input) {
            return builder_.is_unknown(input);
        });
    }

    void define_unknown(const onnx::NodeProto& node) {
        for (const std::string& output : node.output()) {
            if (!builder_.has(output)) {
                builder_.define_unknown(output);
            }
        }
    }

    GraphBuilder& builder_;
    std::int64_t opset_;
    const ExternalData& external_data_;
    Offenders& offenders_;
};

void add_outputs(GraphBuilder& builder, const onnx::GraphProto& graph) {
    for (const onnx::ValueInfoProto& output : graph.output()) {
        if (builder.is_unknown(output.name())) {
            continue;
        }
        const TensorEntry& entry = builder.find(output.name());
        if (!entry.is_shifted) {
            builder.add_output(output.name());
            continue;
        }
        builder.begin_operator(output.name());
        builder.add_output_value(unshifted(builder, entry.id));
        builder.end_operator();
    }
}

Graph translate_model(
    std::span<const std::byte> bytes, const std::filesystem::path& file, const OnnxOptions& options,
    Diagnostics& diagnostics
) {
    const onnx::ModelProto model = parse_model(bytes);
    const std::int64_t opset = operator_set(model);
    const ExternalData external_data(file.parent_path());
    Offenders offenders;
    GraphBuilder builder(file.stem().string());
    add_interface(builder, model.graph(), options, external_data, offenders, diagnostics);
    Translation translation(builder, opset, external_data, offenders);
    std::size_t index = 0;
    for (const onnx::NodeProto& node : inline_functions(model, opset)) {
        translation.translate(node, index++);
    }
    offenders.throw_if_any();
    add_outputs(builder, model.graph());
    Graph graph = builder.take();
    verify(graph);
    return graph;
}

} // namespace

Graph import_onnx(
    std::span<const std::byte> bytes, const std::string& file_name, const OnnxOptions& options, Diagnostics& diagnostics
) {
    try {
        return translate_model(bytes, file_name, options, diagnostics);
    } catch (Error& error) {
        error.add_context({file_name, "", ""});
        throw;
    }
}

} // namespace thimble

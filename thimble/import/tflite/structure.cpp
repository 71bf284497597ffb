// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/structure.h"

#include "thimble/core/error.h"
#include "thimble/import/tflite/layer_names.h"

#include <set>

namespace thimble::tflite_import {

namespace {

constexpr std::uint32_t schema_version = 3;
/// Far above any model for a microcontroller; a damaged file must not take minutes.
constexpr std::size_t most_operators = 20'000;

ModelError contradiction(std::string message) {
    return ModelError("E0303", message);
}

/// Checks a list of tensor indices; `lowest` is -1 where an entry may stand for a tensor left out.
void check_tensor_indices(
    const flatbuffers::Vector<std::int32_t>* indices, std::size_t tensor_count, std::int32_t lowest, const char* role
) {
    if (indices == nullptr) {
        return;
    }
    for (const std::int32_t index : *indices) {
        if (index < lowest || index >= static_cast<std::int64_t>(tensor_count)) {
            throw contradiction(fmt::format("{} is tensor {}, the file has {} tensors", role, index, tensor_count));
        }
    }
}

void check_tensors(const tflite::Model& model, const tflite::SubGraph& subgraph) {
    const std::size_t buffer_count = model.buffers() == nullptr ? 0 : model.buffers()->size();
    for (flatbuffers::uoffset_t index = 0; index < subgraph.tensors()->size(); ++index) {
        const std::uint32_t buffer = subgraph.tensors()->Get(index)->buffer();
        // Buffer 0 is empty by convention, and files without constants may leave out the list.
        if (buffer != 0 && buffer >= buffer_count) {
            throw contradiction(
                fmt::format("tensor {} uses buffer {}, the file has {} buffers", index, buffer, buffer_count)
            );
        }
    }
}

void check_operator(const tflite::Model& model, const tflite::SubGraph& subgraph, const tflite::Operator& op) {
    const std::size_t code_count = model.operator_codes() == nullptr ? 0 : model.operator_codes()->size();
    if (op.opcode_index() >= code_count) {
        throw contradiction(fmt::format("operator code {} of {}", op.opcode_index(), code_count));
    }
    check_tensor_indices(op.inputs(), subgraph.tensors()->size(), -1, "an input");
    check_tensor_indices(op.outputs(), subgraph.tensors()->size(), 0, "an output");
    if (op.outputs() == nullptr || op.outputs()->size() == 0) {
        throw contradiction("the operator has no output");
    }
}

void check_interface(const flatbuffers::Vector<std::int32_t>* indices, std::size_t tensor_count, const char* role) {
    if (indices == nullptr || indices->size() == 0) {
        throw contradiction(fmt::format("the model has no {}", role));
    }
    check_tensor_indices(indices, tensor_count, 0, role);
    const std::set<std::int32_t> distinct(indices->begin(), indices->end());
    if (distinct.size() != indices->size()) {
        throw contradiction(fmt::format("a tensor is listed twice as {} of the model", role));
    }
}

const tflite::SubGraph& only_subgraph(const tflite::Model& model) {
    if (model.version() != schema_version) {
        throw contradiction(fmt::format("schema version {}, expected {}", model.version(), schema_version));
    }
    if (model.subgraphs() == nullptr || model.subgraphs()->size() == 0) {
        throw contradiction("the file holds no graph");
    }
    return *model.subgraphs()->Get(0);
}

} // namespace

void check_structure(const tflite::Model& model) {
    const tflite::SubGraph& subgraph = only_subgraph(model);
    if (subgraph.tensors() == nullptr || subgraph.operators() == nullptr || subgraph.operators()->size() == 0) {
        throw contradiction("the model has no operators");
    }
    check_tensors(model, subgraph);
    if (subgraph.operators()->size() > most_operators) {
        throw contradiction(
            fmt::format("{} operators, at most {} are read", subgraph.operators()->size(), most_operators)
        );
    }
    for (flatbuffers::uoffset_t index = 0; index < subgraph.operators()->size(); ++index) {
        try {
            check_operator(model, subgraph, *subgraph.operators()->Get(index));
        } catch (ModelError& error) {
            error.add_context({"", fmt::format("#{}", index), ""});
            throw;
        }
    }
    check_interface(subgraph.inputs(), subgraph.tensors()->size(), "input");
    check_interface(subgraph.outputs(), subgraph.tensors()->size(), "output");
}

tflite::BuiltinOperator operator_code(const tflite::Model& model, const tflite::Operator& op) {
    const tflite::OperatorCode& code = *model.operator_codes()->Get(op.opcode_index());
    const auto old_code = static_cast<tflite::BuiltinOperator>(code.deprecated_builtin_code());
    return std::max(old_code, code.builtin_code());
}

std::string operator_name(const tflite::Model& model, const tflite::Operator& op) {
    const tflite::BuiltinOperator builtin = operator_code(model, op);
    if (builtin == tflite::BuiltinOperator::CUSTOM) {
        const flatbuffers::String* custom = model.operator_codes()->Get(op.opcode_index())->custom_code();
        return custom == nullptr ? "CUSTOM" : fmt::format("CUSTOM {}", shown(custom->string_view()));
    }
    const std::string known = tflite::EnumNameBuiltinOperator(builtin);
    return known.empty() ? fmt::format("operator {}", static_cast<int>(builtin)) : known;
}

} // namespace thimble::tflite_import

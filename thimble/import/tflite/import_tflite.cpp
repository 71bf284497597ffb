// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/import_tflite.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/import/tflite/graph_builder.h"
#include "thimble/import/tflite/offenders.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/read_model.h"
#include "thimble/import/tflite/structure.h"
#include "thimble/import/tflite/unsupported.h"
#include "thimble/ops/verify.h"

#include <algorithm>
#include <functional>

namespace thimble {

using namespace tflite_import;

namespace {

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) { return std::tolower(letter); });
    return text;
}

/// Adds the model's inputs or outputs, by `add`.
void translate_interface(
    const flatbuffers::Vector<std::int32_t>& tensors, const std::string& role, Offenders& offenders,
    const std::function<void(std::int32_t)>& add
) {
    for (const std::int32_t tensor : tensors) {
        try {
            add(tensor);
        } catch (const Unsupported& unsupported) {
            offenders.add(role, unsupported);
        } catch (ModelError& error) {
            error.add_context({"", role, ""});
            throw;
        }
    }
}

void translate_operator(GraphBuilder& builder, std::size_t index, const tflite::Operator& op, Offenders& offenders) {
    const std::string op_name = operator_name(builder.model(), op);
    const OperatorRow* row = find_operator_row(operator_code(builder.model(), op));
    const std::array<std::string_view, 2> operations = row == nullptr ? decltype(row->operations){} : row->operations;
    const std::string name = builder.name_for(op.outputs()->Get(0), operations, lower_case(op_name));
    try {
        if (row == nullptr) {
            throw unsupported_operator(operator_code(builder.model(), op));
        }
        OperatorReader reader(builder, op, name);
        row->translate(reader);
    } catch (const Unsupported& unsupported) {
        offenders.add(fmt::format("#{} {} ({})", index, name, op_name), unsupported);
        for (const std::int32_t tensor : *op.outputs()) {
            builder.write_unknown(tensor);
        }
    } catch (Error& error) {
        error.add_context({"", name, op_name});
        throw;
    }
}

void warn_of_unread_inputs(const Graph& graph, Diagnostics& diagnostics) {
    const std::vector<std::uint32_t> uses = use_counts(graph);
    for (const ValueId input : graph.inputs) {
        if (uses[input.index] == 0) {
            diagnostics.warn(fmt::format("model input `{}` is not read by any operator", graph.value(input).name));
        }
    }
}

Graph translate(std::span<const std::byte> file, const std::string& graph_name, Diagnostics& diagnostics) {
    const tflite::Model& model = read_model(file);
    check_structure(model);
    Offenders offenders;
    if (model.subgraphs()->size() > 1) {
        offenders.add(
            "model", {fmt::format("{} subgraphs (control flow or initialisation)", model.subgraphs()->size()),
                      "convert a single stateless function"}
        );
    }
    GraphBuilder builder(model, file.size(), graph_name);
    translate_interface(*builder.subgraph().inputs(), "model input", offenders, [&](std::int32_t tensor) {
        builder.add_input(tensor);
    });
    const auto& operators = *builder.subgraph().operators();
    for (flatbuffers::uoffset_t index = 0; index < operators.size(); ++index) {
        translate_operator(builder, index, *operators.Get(index), offenders);
    }
    translate_interface(*builder.subgraph().outputs(), "model output", offenders, [&](std::int32_t tensor) {
        builder.add_output(tensor);
    });
    offenders.throw_if_any();
    Graph graph = builder.take();
    verify(graph);
    warn_of_unread_inputs(graph, diagnostics);
    return graph;
}

/// FlatBuffers reads scalars in place, so the bytes must start at an aligned address.
std::vector<std::byte> aligned_copy(std::span<const std::byte> file) {
    return {file.begin(), file.end()};
}

bool is_aligned(std::span<const std::byte> file) {
    constexpr std::uintptr_t alignment = 16;
    return reinterpret_cast<std::uintptr_t>(file.data()) % alignment == 0;
}

} // namespace

Graph import_tflite(std::span<const std::byte> file, const std::string& file_name, Diagnostics& diagnostics) {
    if (!is_aligned(file)) {
        return import_tflite(aligned_copy(file), file_name, diagnostics);
    }
    try {
        return translate(file, identifier_of_stem(file_name), diagnostics);
    } catch (Error& error) {
        error.add_context({file_name, "", ""});
        throw;
    }
}

Graph import_tflite_file(const std::filesystem::path& path, Diagnostics& diagnostics) {
    return import_tflite(read_binary_file(path), path.string(), diagnostics);
}

} // namespace thimble

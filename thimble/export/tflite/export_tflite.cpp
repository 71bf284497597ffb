// SPDX-License-Identifier: Apache-2.0
#include "thimble/export/tflite/export_tflite.h"

#include "thimble/export/tflite/export_table.h"
#include "thimble/ops/verify.h"

namespace thimble {

namespace {

void write_node(tflite_export::ModelWriter& model, const Graph& graph, const Node& node) {
    try {
        const tflite_export::ExportRow* row = tflite_export::find_export_row(node.op);
        if (row == nullptr) {
            tflite_export::throw_inexpressible("the operator");
        }
        tflite_export::NodeWriter writer(model, graph, node);
        row->write(writer);
    } catch (Error& error) {
        error.add_context({"", node.name, node.op});
        throw;
    }
}

} // namespace

std::vector<std::byte> export_tflite(const Graph& graph) {
    verify(graph);
    if (graph.state_count > 0) {
        tflite_export::throw_inexpressible("a state that is kept between runs");
    }
    tflite_export::ModelWriter model(graph);
    for (const Node& node : graph.nodes) {
        write_node(model, graph, node);
    }
    return model.finish();
}

} // namespace thimble

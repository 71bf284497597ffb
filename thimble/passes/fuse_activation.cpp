// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/fuse_activation.h"

#include "thimble/ops/activation.h"
#include "thimble/ops/clip.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"
#include "thimble/passes/rewrite.h"

#include <algorithm>

namespace thimble {

namespace {

bool has_activation(const OpDef& def) {
    return std::any_of(def.attributes.begin(), def.attributes.end(), [](const AttributeSpec& spec) {
        return spec.name == "activation";
    });
}

/// The range of clamping to `first`, then to `second`.
std::vector<double> compose(const std::vector<double>& first, const std::vector<double>& second) {
    return {std::clamp(first[0], second[0], second[1]), std::clamp(first[1], second[0], second[1])};
}

class ActivationFusion {
public:
    explicit ActivationFusion(Graph graph)
        : graph_(std::move(graph)), writers_(producers(graph_)), use_counts_(use_counts(graph_)) {}

    Graph run() {
        for (Node& node : graph_.nodes) {
            if (node.op == "clip" && fuse(node)) {
                disconnect(node);
            }
        }
        erase_disconnected_nodes(graph_);
        return std::move(graph_);
    }

private:
    bool fuse(const Node& clip) {
        const ValueId between = clip.inputs[0];
        const ValueId output = clip.outputs[0];
        const std::int32_t writer = writers_[between.index];
        // Operators on integers without a scale have no fused activation.
        if (is_plain_integer(graph_.value(output).type)) {
            return false;
        }
        if (writer < 0 || use_counts_[between.index] != 1 || graph_.value(between).type != graph_.value(output).type) {
            return false;
        }
        Node& node = graph_.nodes[static_cast<std::size_t>(writer)];
        if (!has_activation(op_def(node.op))) {
            return false;
        }
        node.attributes.set("activation", compose(activation_attribute(node.attributes), clip_bounds(clip.attributes)));
        node.outputs = {output};
        writers_[output.index] = writer;
        return true;
    }

    Graph graph_;
    std::vector<std::int32_t> writers_;
    std::vector<std::uint32_t> use_counts_;
};

} // namespace

Graph fuse_activation(Graph graph) {
    return ActivationFusion(std::move(graph)).run();
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/fuse_pad.h"

#include "thimble/ops/activation.h"
#include "thimble/ops/clip.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/pad.h"
#include "thimble/ops/pool2d.h"
#include "thimble/passes/rewrite.h"

#include <algorithm>
#include <optional>

namespace thimble {

namespace {

bool is_convolution(const Node& node) {
    return node.op == "conv2d" || node.op == "depthwise_conv2d";
}

Padding2d sum(const Padding2d& a, const Padding2d& b) {
    return {a.top + b.top, a.left + b.left, a.bottom + b.bottom, a.right + b.right};
}

/// The zeros that a pad node adds around an image; empty when it pads with others, pads other axes or changes the
/// quantisation.
std::optional<Padding2d> image_padding(const NodeView& pad) {
    if (pad.input(0).shape.rank() != 4 || pad.input(0).quantization != pad.output().quantization) {
        return std::nullopt;
    }
    if (pad_mode(pad.attributes()) != PadMode::constant || pad_value(pad.attributes()) != 0.0) {
        return std::nullopt;
    }
    const std::vector<PadAmount> amounts = pad_amounts(pad.attributes(), 4);
    if (amounts[0] != PadAmount{} || amounts[3] != PadAmount{}) {
        return std::nullopt;
    }
    return Padding2d{amounts[1].before, amounts[2].before, amounts[1].after, amounts[2].after};
}

/// Whether the writer of `id` clamps it to values of at least 0.
bool is_never_negative(const Graph& graph, ValueId id) {
    const std::int32_t writer = producers(graph)[id.index];
    if (writer < 0) {
        return false;
    }
    const Node& node = graph.nodes[static_cast<std::size_t>(writer)];
    if (node.op == "clip") {
        return clip_bounds(node.attributes)[0] >= 0.0;
    }
    return node.attributes.has("activation") && activation_attribute(node.attributes)[0] >= 0.0;
}

bool keeps_an_element_in_each_window(const Window& window) {
    return std::max(window.padding.top, window.padding.bottom) < window.size.height &&
           std::max(window.padding.left, window.padding.right) < window.size.width;
}

/// The padding of a reader once it does that of `pad` as well; empty when it cannot.
std::optional<Padding2d>
merged_padding(const Graph& graph, const Node& reader, const Node& pad, const Padding2d& added) {
    const ValueId padded = pad.outputs[0];
    const bool is_only_image =
        reader.inputs[0] == padded && std::count(reader.inputs.begin(), reader.inputs.end(), padded) == 1;
    if (!is_only_image) {
        return std::nullopt;
    }
    if (is_convolution(reader)) {
        return sum(convolution_window(NodeView(graph, reader)).padding, added);
    }
    if (reader.op == "max_pool2d") {
        Window window = pool2d_window(NodeView(graph, reader));
        window.padding = sum(window.padding, added);
        if (keeps_an_element_in_each_window(window) && is_never_negative(graph, pad.inputs[0])) {
            return window.padding;
        }
    }
    return std::nullopt;
}

struct Takeover {
    std::size_t reader = 0;
    Padding2d padding;
};

/// What every reader of the pad becomes; empty unless all of them can take it over.
std::vector<Takeover> plan_takeovers(const Graph& graph, const Node& pad) {
    const auto added = image_padding(NodeView(graph, pad));
    if (!added || is_graph_output(graph, pad.outputs[0])) {
        return {};
    }
    std::vector<Takeover> takeovers;
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        const Node& reader = graph.nodes[index];
        if (std::find(reader.inputs.begin(), reader.inputs.end(), pad.outputs[0]) == reader.inputs.end()) {
            continue;
        }
        const auto padding = merged_padding(graph, reader, pad, *added);
        if (!padding) {
            return {};
        }
        takeovers.push_back({index, *padding});
    }
    return takeovers;
}

/// Moves the pad into its readers and disconnects it, where all of them can take it over.
void fuse(Graph& graph, Node& pad) {
    const std::vector<Takeover> takeovers = plan_takeovers(graph, pad);
    for (const Takeover& takeover : takeovers) {
        Node& reader = graph.nodes[takeover.reader];
        const Padding2d& padding = takeover.padding;
        reader.inputs[0] = pad.inputs[0];
        reader.attributes.set(
            "padding", std::vector<std::int64_t>{padding.top, padding.left, padding.bottom, padding.right}
        );
    }
    if (!takeovers.empty()) {
        disconnect(pad);
    }
}

} // namespace

Graph fuse_pad(Graph graph) {
    // Backwards, so that of two pads in a row the second merges first and then the other.
    for (std::size_t index = graph.nodes.size(); index-- > 0;) {
        if (graph.nodes[index].op == "pad") {
            fuse(graph, graph.nodes[index]);
        }
    }
    erase_disconnected_nodes(graph);
    return graph;
}

} // namespace thimble

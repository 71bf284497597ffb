// SPDX-License-Identifier: Apache-2.0
// After Lin et al., "MCUNetV2: Memory-Efficient Patch-based Inference for Tiny Deep Learning", 2021, with patches as
// wide as the image.
#include "thimble/passes/split_into_bands.h"

#include "thimble/ops/convolution.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

/// Later stages end in images that are small anyway.
constexpr std::size_t longest_stage = 10;

struct Rows {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

bool is_convolution(const Node& node) {
    return node.op == "conv2d" || node.op == "depthwise_conv2d";
}

/// Whether node `index` only goes on with what the node before it makes, or with the graph's only input.
bool continues_chain(const Graph& graph, std::size_t index, const std::vector<std::uint32_t>& uses) {
    const Node& node = graph.nodes[index];
    const ValueId source = index == 0 ? graph.inputs[0] : graph.nodes[index - 1].outputs[0];
    const auto is_constant = [&](ValueId id) { return id.is_none() || graph.is_constant(id); };
    return is_convolution(node) && node.inputs[0] == source && uses[source.index] == 1 &&
           graph.value(source).type.shape[0] == 1 &&
           std::all_of(node.inputs.begin() + 1, node.inputs.end(), is_constant);
}

std::size_t output_bytes(const Graph& graph, const Node& node) {
    return graph.value(node.outputs[0]).type.byte_count();
}

/// Makes the nodes of one band.
class BandBuilder {
public:
    BandBuilder(const Graph& source, Graph& target, std::int64_t band)
        : source_(source), target_(target), band_(band) {}

    /// The value that holds these rows of what the stage's node `last` makes.
    ValueId rows_of(std::size_t last, Rows output) {
        const Node& node = source_.nodes[last];
        const Window window = convolution_window(NodeView(source_, node));
        const Shape& input = source_.value(node.inputs[0]).type.shape;
        const std::int64_t begin = output.begin * window.stride.height - window.padding.top;
        const std::int64_t end = (output.end - 1) * window.stride.height - window.padding.top +
                                 (window.size.height - 1) * window.dilation.height + 1;
        const Rows rows = {std::max<std::int64_t>(begin, 0), std::min(end, input[1])};
        Node copy = node;
        copy.inputs[0] = last == 0 ? cut_input(rows) : rows_of(last - 1, rows);
        copy.name = name_of(node.name);
        copy.attributes.set(
            "padding",
            std::vector<std::int64_t>{rows.begin - begin, window.padding.left, end - rows.end, window.padding.right}
        );
        copy.outputs = {add_value(node.outputs[0], output.end - output.begin)};
        target_.nodes.push_back(copy);
        return copy.outputs[0];
    }

private:
    std::string name_of(const std::string& stem) const { return fmt::format("{}_band_{}", stem, band_); }

    ValueId add_value(ValueId whole, std::int64_t rows) {
        TensorType type = source_.value(whole).type;
        type.shape[1] = rows;
        return target_.add_value(target_.unused_value_name(name_of(source_.value(whole).name)), type);
    }

    ValueId cut_input(Rows rows) {
        const ValueId input = source_.inputs[0];
        const Shape& shape = source_.value(input).type.shape;
        Node slice;
        slice.name = name_of("rows");
        slice.op = "slice";
        slice.attributes.set("starts", std::vector<std::int64_t>{0, rows.begin, 0, 0});
        slice.attributes.set("extents", std::vector<std::int64_t>{shape[0], rows.end - rows.begin, shape[2], shape[3]});
        slice.attributes.set("steps", std::vector<std::int64_t>{1, 1, 1, 1});
        slice.inputs = {input};
        slice.outputs = {add_value(input, rows.end - rows.begin)};
        target_.nodes.push_back(slice);
        return slice.outputs[0];
    }

    const Graph& source_;
    Graph& target_;
    std::int64_t band_;
};

} // namespace

std::vector<std::size_t> stage_lengths(const Graph& graph) {
    std::vector<std::size_t> lengths;
    if (graph.inputs.size() != 1 || graph.nodes.empty()) {
        return lengths;
    }
    const std::vector<std::uint32_t> uses = use_counts(graph);
    std::size_t least = graph.value(graph.inputs[0]).type.byte_count();
    for (std::size_t index = 0; index < std::min(graph.nodes.size(), longest_stage); ++index) {
        if (!continues_chain(graph, index, uses)) {
            break;
        }
        const std::size_t bytes = output_bytes(graph, graph.nodes[index]);
        if (bytes < least) {
            lengths.push_back(index + 1);
            least = bytes;
        }
    }
    return lengths;
}

Graph split_into_bands(const Graph& graph, const BandedStage& stage) {
    const ValueId last = graph.nodes[stage.nodes - 1].outputs[0];
    const std::int64_t rows = graph.value(last).type.shape[1];
    Graph split = graph;
    split.nodes.clear();
    Node join;
    join.name = "bands";
    join.op = "concat";
    join.attributes.set("axis", std::int64_t{1});
    join.outputs = {last};
    for (std::int64_t band = 0; band < stage.bands; ++band) {
        BandBuilder builder(graph, split, band);
        const Rows part = {rows * band / stage.bands, rows * (band + 1) / stage.bands};
        join.inputs.push_back(builder.rows_of(stage.nodes - 1, part));
    }
    split.nodes.push_back(join);
    split.nodes.insert(
        split.nodes.end(), graph.nodes.begin() + static_cast<std::ptrdiff_t>(stage.nodes), graph.nodes.end()
    );
    return split;
}

} // namespace thimble

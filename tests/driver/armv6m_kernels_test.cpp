// SPDX-License-Identifier: Apache-2.0
// The assembly of the Armv6-M kernels on the emulated core, over the geometries of the kernel tests: the golden models
// take only some of its paths, and on the host the kernels are plain C++.
#include "tests/device/convolution_case.h"
#include "thimble/driver/validation.h"
#include "thimble/lower/lower.h"
#include "thimble/ops/verify.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace thimble {
namespace {

/// Adds the graph of one node to `graph`, its names made unique by `prefix`.
void append(Graph& graph, const Graph& part, const std::string& prefix) {
    const auto offset = static_cast<std::uint32_t>(graph.values.size());
    const auto moved = [&](std::vector<ValueId> ids) {
        for (ValueId& id : ids) {
            id = id.is_none() ? id : ValueId{id.index + offset};
        }
        return ids;
    };
    for (Value value : part.values) {
        value.name = prefix + value.name;
        graph.values.push_back(std::move(value));
    }
    for (Node node : part.nodes) {
        node.name = prefix + node.name;
        node.inputs = moved(node.inputs);
        node.outputs = moved(node.outputs);
        graph.nodes.push_back(std::move(node));
    }
    const std::vector<ValueId> inputs = moved(part.inputs);
    const std::vector<ValueId> outputs = moved(part.outputs);
    graph.inputs.insert(graph.inputs.end(), inputs.begin(), inputs.end());
    graph.outputs.insert(graph.outputs.end(), outputs.begin(), outputs.end());
}

NodeUnderTest fully_connected(std::int64_t batch, std::int64_t input_size, std::int64_t output_size, float scale) {
    const double infinity = std::numeric_limits<double>::infinity();
    NodeUnderTest node(
        "fully_connected", {{"activation", std::vector<double>{-infinity, infinity}}, {"keep_dims", std::int64_t{0}}}
    );
    return node.input(DataType::int8, {batch, input_size}, affine(0.02F, -3))
        .constant(DataType::int8, {output_size, input_size}, affine(0.01F, 0))
        .constant(DataType::int32, {output_size}, affine(0.0002F, 0))
        .output(DataType::int8, affine(scale, 5));
}

/// Cases in graphs of no more ports than the test harness takes.
class CaseGraphs {
public:
    void add(const std::string& name, const NodeUnderTest& node) {
        if (graphs_.empty() || graphs_.back().inputs.size() == most_ports) {
            graphs_.emplace_back().name = "kernels";
        }
        append(graphs_.back(), node.graph(), name);
    }

    const std::vector<Graph>& graphs() const { return graphs_; }

private:
    static constexpr std::size_t most_ports = 32;
    std::vector<Graph> graphs_;
};

CaseGraphs every_case() {
    CaseGraphs cases;
    std::vector<ConvolutionCase> depthwise = shared_convolution_cases();
    for (const ConvolutionCase& convolution : depthwise) {
        cases.add("c" + convolution.name, convolution_s8("conv2d", convolution));
    }
    const std::vector<ConvolutionCase> more = {
        {.name = "WideKernel", .input = {1, 3, 40, 2}, .output_channels = 4, .kernel = {2, 29}},
        {.name = "TallColumn", .input = {1, 60, 1, 3}, .output_channels = 3, .kernel = {30, 1}, .stride = {2, 1}},
        {.name = "LongRows", .input = {2, 11, 19, 3}, .output_channels = 3, .padding = {2, 3, 1, 0}},
    };
    depthwise.insert(depthwise.end(), more.begin(), more.end());
    for (const ConvolutionCase& convolution : depthwise) {
        cases.add("d" + convolution.name, convolution_s8("depthwise_conv2d", convolution));
    }
    cases.add("f1", fully_connected(1, 1, 1, 0.06F));
    cases.add("f2", fully_connected(3, 37, 13, 0.06F));
    cases.add("f3", fully_connected(2, 64, 8, 1.5e-5F));
    return cases;
}

/// At most as much as `largest` of what a kernel takes together; the scratch memory is for more. What may overlap was
/// computed for more as well.
void limit(Program& program, const std::string& parameter, std::int32_t largest) {
    for (Step& step : program.steps) {
        std::erase_if(step.in_place, [](const InPlacePair& pair) { return pair.overlap == Overlap::ahead; });
        for (Parameter& field : step.parameters) {
            if (field.name == parameter) {
                field.value = std::min(largest, std::get<std::int32_t>(field.value));
            }
        }
    }
}

/// The most pixel pairs of a group, and the most pair rows of a strip.
struct Blocking {
    std::int32_t pairs;
    std::int32_t pair_rows;
};

class Armv6mKernels : public testing::TestWithParam<Blocking> {};

void expect_bit_exact(const Graph& graph, const Blocking& blocking) {
    verify(graph);
    CompiledModel model;
    model.target = load_target("cortex-m0");
    model.graph = graph;
    model.program = lower(model.graph, model.target);
    limit(model.program, "pairs", blocking.pairs);
    limit(model.program, "pair_rows", blocking.pair_rows);
    model.plan = plan_memory(model.program);
    const auto vectors = random_vectors(model.graph, 2, 1);
    const ValidationReport report = validate(model, vectors, [](const ProgressEvent&) {});
    for (const Comparison& comparison : report.comparisons) {
        EXPECT_EQ(comparison.mismatched_vectors, 0U) << comparison.executor << ": " << comparison.first_mismatch;
    }
    EXPECT_TRUE(report.bit_exact);
}

TEST_P(Armv6mKernels, EqualTheReference) {
    const CaseGraphs cases = every_case();
    for (const Graph& graph : cases.graphs()) {
        expect_bit_exact(graph, GetParam());
    }
}

INSTANTIATE_TEST_SUITE_P(
    Blockings, Armv6mKernels, testing::Values(Blocking{3, 1000}, Blocking{2, 2}, Blocking{1, 1}),
    [](const auto& parameters) { return "Pairs" + std::to_string(parameters.param.pairs); }
);

} // namespace
} // namespace thimble

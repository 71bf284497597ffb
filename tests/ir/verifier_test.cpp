// SPDX-License-Identifier: Apache-2.0
// Each rule of the structural verifier, broken one at a time in a graph that is otherwise sound.
#include "thimble/core/error.h"
#include "thimble/ir/parser.h"
#include "thimble/ir/verifier.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace thimble {
namespace {

/// Values: 0 x (input), 1 w (constant), 2 a, 3 y (output).
Graph sound_graph() {
    return parse_graph(R"(graph "g" {
        input %x: int8[1, 2] q(0.5, 0)
        constant %w: int8[2, 2] q([0.1, 0.2], [0, 0], axis 0) = [1, 2, 3, 4]
        %a: int8[1, 2] q(0.5, 0) = clip "relu" (%x)
        %y: int8[1, 2] q(0.5, 0) = fully_connected "dense" (%a, %w, none)
        output %y
    })");
}

ModelError error_of(const Graph& graph) {
    try {
        verify_structure(graph);
    } catch (const ModelError& error) {
        return error;
    }
    return {"none", "the graph was accepted"};
}

TEST(Verifier, AcceptsASoundGraph) {
    EXPECT_NO_THROW(verify_structure(sound_graph()));
    EXPECT_NO_THROW(verify_structure(Graph{}));
}

TEST(Verifier, AcceptsValuesNobodyUses) {
    Graph graph = sound_graph();
    graph.add_value("orphan", {DataType::float32, {1}, {}});
    EXPECT_NO_THROW(verify_structure(graph));
}

TEST(Verifier, RejectsIdsOutOfRange) {
    Graph graph = sound_graph();
    graph.nodes[1].inputs[0] = ValueId{4};
    EXPECT_EQ(error_of(graph).code(), "E0410");
    EXPECT_EQ(error_of(graph).context().node, "dense");
    EXPECT_EQ(error_of(graph).context().op, "fully_connected");

    graph = sound_graph();
    graph.outputs.push_back(ValueId::none());
    EXPECT_EQ(error_of(graph).code(), "E0410");

    graph = sound_graph();
    graph.nodes[0].outputs = {ValueId::none()};
    EXPECT_EQ(error_of(graph).code(), "E0410");

    graph = sound_graph();
    graph.nodes[1].outputs.clear();
    EXPECT_EQ(error_of(graph).code(), "E0410");
}

TEST(Verifier, RejectsReadingBeforeWriting) {
    Graph graph = sound_graph();
    std::swap(graph.nodes[0], graph.nodes[1]);
    EXPECT_EQ(error_of(graph).code(), "E0411");
    EXPECT_STREQ(error_of(graph).what(), "value `a` is read before any node writes it");
}

TEST(Verifier, RejectsReadingOnesOwnOutput) {
    Graph graph = sound_graph();
    graph.nodes[0].inputs = {ValueId{2}};
    EXPECT_EQ(error_of(graph).code(), "E0411");
}

TEST(Verifier, RejectsWritingTwice) {
    for (const std::uint32_t written : {0U, 1U, 2U}) {
        Graph graph = sound_graph();
        graph.nodes[1].outputs = {ValueId{written}};
        EXPECT_EQ(error_of(graph).code(), "E0412") << written;
    }
    Graph graph = sound_graph();
    graph.inputs.push_back(graph.inputs[0]);
    EXPECT_EQ(error_of(graph).code(), "E0412");
}

TEST(Verifier, RejectsEqualAndEmptyNames) {
    Graph graph = sound_graph();
    graph.values[3].name = "x";
    EXPECT_EQ(error_of(graph).code(), "E0413");
    graph.values[3].name = "";
    EXPECT_EQ(error_of(graph).code(), "E0413");
}

TEST(Verifier, RejectsConstantsThatDoNotMatchTheirType) {
    Graph graph = sound_graph();
    Tensor tensor = *graph.values[1].constant;
    tensor.bytes.pop_back();
    graph.values[1].constant = std::make_shared<const Tensor>(tensor);
    EXPECT_STREQ(error_of(graph).what(), "constant `w` expects 4 bytes, has 3");

    graph = sound_graph();
    graph.values[1].type.shape = {4, 1};
    graph.values[1].type.quantization.reset();
    EXPECT_EQ(error_of(graph).code(), "E0414");
}

TEST(Verifier, RejectsOutputsThatNobodyWrites) {
    Graph graph = sound_graph();
    graph.outputs.push_back(graph.add_value("orphan", {DataType::float32, {1}, {}}));
    EXPECT_EQ(error_of(graph).code(), "E0415");
}

TEST(Verifier, RejectsMalformedQuantization) {
    const float infinite = std::numeric_limits<float>::infinity();
    const std::vector<Quantization> wrong = {
        {{}, {}},
        {{0.1F}, {}},
        {{0.1F}, {0, 0}},
        {{0.1F, 0.2F}, {0, 0}, 2},
        {{1, 1, 1}, {0, 0, 0}, 0},
        {{0.0F}, {0}},
        {{-0.1F}, {0}},
        {{infinite}, {0}},
        {{0.1F}, {128}},
        {{0.1F}, {-129}},
        {{0.1F, -1.0F}, {0, 0}, 1},
    };
    for (std::size_t index = 0; index < wrong.size(); ++index) {
        Graph graph = sound_graph();
        graph.values[3].type.quantization = wrong[index];
        EXPECT_EQ(error_of(graph).code(), "E0416") << index;
    }
}

TEST(Verifier, AcceptsAScaleOfZeroForOneChannel) {
    Graph graph = sound_graph();
    graph.values[3].type.quantization = Quantization{{0.0F, 0.1F}, {0, 0}, 1};
    EXPECT_NO_THROW(verify_structure(graph));
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The textual form: what it looks like, and that printing and parsing are inverse.
#include "thimble/core/error.h"
#include "thimble/ir/parser.h"
#include "thimble/ir/printer.h"

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace thimble {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Graph dense_graph() {
    Graph graph;
    graph.name = "tiny";
    const ValueId x = graph.add_input("x", {DataType::int8, {1, 4}, Quantization{{0.5F}, {-3}}});
    const ValueId w = graph.add_constant(
        "w", Tensor::of<std::int8_t>({2, 4}, {1, -2, 3, 4, 5, 6, 7, -128}, Quantization{{0.25F, 0.1F}, {0, 0}, 0})
    );
    const ValueId y = graph.add_value("y", {DataType::int8, {1, 2}, Quantization{{1.0F}, {0}}});
    graph.nodes.push_back(
        {"dense",
         "fully_connected",
         {{"activation", std::vector<double>{0.0, infinity}}, {"keep_dims", std::int64_t{1}}},
         {x, w, ValueId::none()},
         {y}}
    );
    graph.outputs = {y};
    return graph;
}

void expect_round_trip(const Graph& graph) {
    const std::string text = print(graph);
    EXPECT_EQ(print(parse_graph(text)), text);
}

/// The graph with one constant of these elements, sent through text and back.
template <typename Element> std::vector<std::byte> bytes_after_round_trip(const std::vector<Element>& elements) {
    Graph graph;
    graph.add_constant("c", Tensor::of<Element>({static_cast<std::int64_t>(elements.size())}, elements));
    return parse_graph(print(graph)).values.front().constant->bytes;
}

TEST(Printer, WritesTheDocumentedForm) {
    EXPECT_EQ(print(dense_graph()), R"(graph "tiny" {
  input %x: int8[1, 4] q(0.5, -3)
  constant %w: int8[2, 4] q([0.25, 0.1], [0, 0], axis 0) = [1, -2, 3, 4, 5, 6, 7, -128]
  %y: int8[1, 2] q(1, 0) = fully_connected "dense" (%x, %w, none) {activation = [0.0, inf], keep_dims = 1}
  output %y
}
)");
}

TEST(Printer, TextReadsBackToTheSameText) {
    expect_round_trip(dense_graph());
}

TEST(Printer, TextReadsBackToTheSameGraph) {
    const Graph before = dense_graph();
    const Graph after = parse_graph(print(before));
    ASSERT_EQ(after.nodes.size(), 1U);
    EXPECT_EQ(after.nodes[0].attributes, before.nodes[0].attributes);
    EXPECT_EQ(after.nodes[0].inputs, before.nodes[0].inputs);
    EXPECT_EQ(*after.values[1].constant, *before.values[1].constant);
    EXPECT_EQ(after.values[0].type, before.values[0].type);
}

TEST(Printer, AttributeKindsSurvive) {
    Graph graph = dense_graph();
    graph.nodes[0].attributes = {
        {"integer", std::int64_t{-9223372036854775807 - 1}},
        {"whole_double", 3.0},
        {"large_double", 1e300},
        {"string", std::string("3")},
        {"integers", std::vector<std::int64_t>{1, -2}},
        {"no_integers", std::vector<std::int64_t>{}},
        {"doubles", std::vector<double>{1.0, -0.0, -infinity}},
        {"no_doubles", std::vector<double>{}},
        {"odd name!", std::string("a \"quoted\" back\\slash, tab\t, line\n, byte \x01, \xC3\xA4")},
    };
    const Graph after = parse_graph(print(graph));
    EXPECT_EQ(after.nodes[0].attributes, graph.nodes[0].attributes);
    EXPECT_TRUE(std::signbit(after.nodes[0].attributes.get<std::vector<double>>("doubles")[1]));
}

TEST(Printer, OddNamesAreQuoted) {
    Graph graph = dense_graph();
    graph.name = "my \"model\"";
    graph.values[0].name = "serving_default:input;0";
    graph.values[1].name = "none";
    graph.nodes[0].name = "";
    graph.nodes[0].op = "custom op";
    EXPECT_NE(print(graph).find("%\"serving_default:input;0\""), std::string::npos);
    expect_round_trip(graph);
    EXPECT_EQ(parse_graph(print(graph)).values[1].name, "none");
}

TEST(Printer, ConstantsOfEveryElementTypeSurvive) {
    using Int64 = std::numeric_limits<std::int64_t>;
    EXPECT_EQ(bytes_after_round_trip<std::int8_t>({-128, 127}), Tensor::of<std::int8_t>({2}, {-128, 127}).bytes);
    EXPECT_EQ(bytes_after_round_trip<std::uint8_t>({0, 255}), Tensor::of<std::uint8_t>({2}, {0, 255}).bytes);
    EXPECT_EQ(bytes_after_round_trip<std::int16_t>({-32768, 7}), Tensor::of<std::int16_t>({2}, {-32768, 7}).bytes);
    EXPECT_EQ(bytes_after_round_trip<std::int32_t>({-1, 1 << 30}), Tensor::of<std::int32_t>({2}, {-1, 1 << 30}).bytes);
    EXPECT_EQ(
        bytes_after_round_trip<std::int64_t>({Int64::min(), Int64::max()}),
        Tensor::of<std::int64_t>({2}, {Int64::min(), Int64::max()}).bytes
    );
    const std::vector<float> floats = {
        0.1F, -0.0F, 1e-45F, std::numeric_limits<float>::infinity(), std::bit_cast<float>(0xFFC00001U)};
    EXPECT_EQ(bytes_after_round_trip<float>(floats), Tensor::of<float>({5}, floats).bytes);
}

TEST(Printer, LargeAndEmptyAndScalarConstantsSurvive) {
    std::mt19937 generator(3);
    std::vector<float> many(1000);
    for (float& value : many) {
        value = std::bit_cast<float>(static_cast<std::uint32_t>(generator()));
    }
    EXPECT_EQ(bytes_after_round_trip<float>(many), Tensor::of<float>({1000}, many).bytes);

    Graph graph;
    graph.add_constant("empty", Tensor({DataType::float32, {0, 3}, {}}));
    EXPECT_EQ(print(graph), "graph \"model\" {\n  constant %empty: float32[0, 3] = []\n}\n");
    expect_round_trip(graph);

    graph = Graph{};
    graph.add_constant("scalar", Tensor::of<std::int32_t>({}, {42}));
    EXPECT_EQ(print(graph), "graph \"model\" {\n  constant %scalar: int32[] = [42]\n}\n");
    expect_round_trip(graph);
}

TEST(Printer, QuantizationOfOneScaleKeepsItsAxis) {
    Graph graph;
    graph.add_input("x", {DataType::int8, {1, 1}, Quantization{{0.1F}, {4}, 1}});
    EXPECT_EQ(parse_graph(print(graph)).values[0].type, graph.values[0].type);
}

TEST(Printer, ElidedConstantsAreMarkedAndRefusedByTheParser) {
    Graph graph;
    std::vector<std::int16_t> many(64);
    std::iota(many.begin(), many.end(), std::int16_t{0});
    graph.add_constant("c", Tensor::of<std::int16_t>({64}, many));
    const std::string text = print(graph, {.constants = ConstantData::elided});
    EXPECT_NE(text.find("= [0, 1, 2, 3, ...]"), std::string::npos) << text;
    EXPECT_THROW(parse_graph(text), ModelError);
}

TEST(Printer, PrintsDamagedGraphsForTheirErrorReports) {
    Graph graph = dense_graph();
    graph.nodes[0].inputs[0] = ValueId{99};
    EXPECT_NE(print(graph).find("%<value 99 of 3>"), std::string::npos);
}

} // namespace
} // namespace thimble

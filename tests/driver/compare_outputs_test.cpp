// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/compare_outputs.h"
#include "thimble/driver/test_vectors.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {
namespace {

Graph graph_with_output(DataType data_type, std::int64_t count) {
    Graph graph;
    graph.outputs.push_back(graph.add_value("y", {data_type, Shape{count}, std::nullopt}));
    return graph;
}

template <typename Element> std::vector<std::byte> bytes_of(const std::vector<Element>& elements) {
    return Tensor::of(Shape{static_cast<std::int64_t>(elements.size())}, elements).bytes;
}

TEST(CompareOutputs, EqualBytesAreEqual) {
    const Graph graph = graph_with_output(DataType::int8, 3);
    const auto bytes = bytes_of<std::int8_t>({1, -2, 127});
    const OutputDifference difference = compare_outputs(graph, bytes, bytes, 0);
    EXPECT_TRUE(difference.is_equal);
    EXPECT_TRUE(difference.is_within);
    EXPECT_EQ(difference.max_abs_difference, 0);
}

TEST(CompareOutputs, OneQuantumIsADifferenceInIntegers) {
    const Graph graph = graph_with_output(DataType::int8, 3);
    const OutputDifference difference =
        compare_outputs(graph, bytes_of<std::int8_t>({1, -2, 126}), bytes_of<std::int8_t>({1, -2, 127}), 0.5);
    EXPECT_FALSE(difference.is_within);
    EXPECT_EQ(difference.max_abs_difference, 1);
    EXPECT_EQ(difference.first_difference, "element 2: found 126, expected 127");
}

TEST(CompareOutputs, FloatsMayDifferWithinTheRelativeTolerance) {
    const Graph graph = graph_with_output(DataType::float32, 2);
    const auto expected = bytes_of<float>({100.0F, 0.0F});
    EXPECT_TRUE(compare_outputs(graph, bytes_of<float>({100.0F, 0.005F}), expected, 1e-4).is_within);
    EXPECT_FALSE(compare_outputs(graph, bytes_of<float>({100.0F, 0.02F}), expected, 1e-4).is_within);
    EXPECT_FALSE(compare_outputs(graph, bytes_of<float>({100.0F, 0.005F}), expected, 1e-4).is_equal);
}

TEST(CompareOutputs, NotANumberIsNeverWithin) {
    const Graph graph = graph_with_output(DataType::float32, 1);
    const float not_a_number = std::numeric_limits<float>::quiet_NaN();
    const OutputDifference difference =
        compare_outputs(graph, bytes_of<float>({not_a_number}), bytes_of<float>({1.0F}), 1e-4);
    EXPECT_FALSE(difference.is_within);
    EXPECT_TRUE(std::isinf(difference.max_abs_difference));
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>

#include <gtest/gtest.h>

namespace thimble {

namespace {

Quantization of_gates(float scale) {
    return {.scales = {scale, scale, scale, scale}, .zero_points = {0, 0, 0, 0}, .axis = 0};
}

/// One unit and one input over two steps. The real weights of i, f, c, o are 1, -1, 0.5, 2, of the recurrence all 0.25.
template <typename Element> SingleNode one_unit(float x_scale, float cell_scale, Attributes attributes = {}) {
    SingleNode node("quantized_lstm", std::move(attributes));
    const auto one = static_cast<Element>(std::lround(1.0F / x_scale));
    node.input(Tensor::of<Element>({1, 2, 1}, {one, static_cast<Element>(-one)}, per_tensor(x_scale, 0)));
    node.codes({4, 1, 1}, {64, -64, 32, 127}, of_gates(1.0F / 64.0F))
        .codes({4, 1, 1}, {16, 16, 16, 16}, of_gates(1.0F / 64.0F));
    node.input(Tensor::of<Element>({1, 1}, {0}, per_tensor(1.0F / 128.0F, 0)));
    node.input(Tensor::of<std::int16_t>({1, 1}, {0}, per_tensor(cell_scale, 0)));
    return node;
}

double sigmoid(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

/// The same in real numbers.
std::vector<double> real_results(double cell_limit) {
    std::vector<double> results;
    double h = 0.0;
    double c = 0.0;
    for (const double x : {1.0, -1.0}) {
        const double forget = sigmoid(-x + 0.25 * h);
        c = forget * c + sigmoid(x + 0.25 * h) * std::tanh(0.5 * x + 0.25 * h);
        c = std::min(std::max(c, -cell_limit), cell_limit);
        h = sigmoid(127.0 / 64.0 * x + 0.25 * h) * std::tanh(c);
        results.push_back(h);
    }
    return results;
}

template <typename Element> void expect_real_results(SingleNode& node, double cell_limit) {
    const Tensor result = node.evaluate();
    const std::vector<double> expected = real_results(cell_limit);
    for (std::size_t index = 0; index < expected.size(); ++index) {
        EXPECT_NEAR(static_cast<double>(result.elements<Element>()[index]) / 128.0, expected[index], 1.0 / 128.0)
            << index;
    }
}

} // namespace

TEST(QuantizedLstm, IsCloseToRealNumbers) {
    SingleNode eight = one_unit<std::int8_t>(1.0F / 64.0F, 1.0F / 2048.0F);
    eight.output(per_tensor(1.0F / 128.0F, 0));
    expect_real_results<std::int8_t>(eight, 16.0);
    SingleNode sixteen = one_unit<std::int16_t>(1.0F / 4096.0F, 1.0F / 32768.0F);
    expect_real_results<std::int16_t>(sixteen, 16.0);
}

TEST(QuantizedLstm, LimitsTheCellState) {
    SingleNode node = one_unit<std::int8_t>(1.0F / 64.0F, 1.0F / 2048.0F, {{"cell_clip", 0.1}});
    node.output(per_tensor(1.0F / 128.0F, 0));
    expect_real_results<std::int8_t>(node, 0.1);
}

TEST(QuantizedLstm, NeedsACellStateOfAPowerOfTwo) {
    EXPECT_EQ(one_unit<std::int8_t>(1.0F / 64.0F, 0.3F).rejection(), "E0423");
    EXPECT_EQ(one_unit<std::int8_t>(1.0F / 64.0F, 0.25F).rejection(), "accepted");
}

} // namespace thimble

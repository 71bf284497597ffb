// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>

#include <gtest/gtest.h>

namespace thimble {

namespace {

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

void expect_near(const Floats& found, const Floats& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t index = 0; index < found.size(); ++index) {
        EXPECT_NEAR(found[index], expected[index], 1e-6F) << index;
    }
}

/// One unit, one input: x, weights and recurrence weights of each gate.
SingleNode one_unit(const std::string& op, const Floats& x, const Floats& w, const Floats& r, Attributes attributes) {
    SingleNode node(op, std::move(attributes));
    const auto gates = static_cast<std::int64_t>(w.size());
    node.floats({static_cast<std::int64_t>(x.size()), 1, 1}, x).floats({1, gates, 1}, w).floats({1, gates, 1}, r);
    return node;
}

} // namespace

TEST(Rnn, FeedsItsOutputBack) {
    // h1 = tanh(0.5 * 1), h2 = tanh(0.5 * 2 + 0.25 h1).
    const float h1 = std::tanh(0.5F);
    const float h2 = std::tanh(1.0F + 0.25F * h1);
    expect_near(one_unit("rnn", {1, 2}, {0.5F}, {0.25F}, {}).evaluate_floats(), {h1, h2});
}

TEST(Rnn, RunsFromTheEnd) {
    const float h2 = std::tanh(1.0F);
    const float h1 = std::tanh(0.5F + 0.25F * h2);
    SingleNode node = one_unit("rnn", {1, 2}, {0.5F}, {0.25F}, {{"direction", std::string("reverse")}});
    expect_near(node.evaluate_floats(), {h1, h2});
}

TEST(Rnn, AddsBothBiasesAndClips) {
    // 1 * 3 + 0.5 + 0.25 = 3.75, clipped to 2; the function is affine: 2 * 3 - 1.
    SingleNode node = one_unit(
        "rnn", {1}, {3}, {1},
        {{"clip", 2.0},
         {"activations", std::string("affine")},
         {"activation_alpha", Reals{3}},
         {"activation_beta", Reals{-1}}}
    );
    node.floats({1, 2}, {0.5F, 0.25F});
    expect_near(node.evaluate_floats(), {5});
}

TEST(Lstm, KeepsACellState) {
    // Weights of i, o, f, c: 1, 2, -1, 0.5; no recurrence. x = 1, then 2.
    SingleNode node = one_unit("lstm", {1, 2}, {1, 2, -1, 0.5F}, {0, 0, 0, 0}, {});
    const float c1 = sigmoid(1) * std::tanh(0.5F);
    const float c2 = sigmoid(-2) * c1 + sigmoid(2) * std::tanh(1.0F);
    expect_near(node.evaluate_floats(), {sigmoid(2) * std::tanh(c1), sigmoid(4) * std::tanh(c2)});
    EXPECT_EQ(node.macs(), 16);
}

TEST(Lstm, CouplesTheForgetGateAndClipsTheCell) {
    SingleNode node = one_unit(
        "lstm", {1, 2}, {1, 2, -1, 0.5F}, {0, 0, 0, 0}, {{"input_forget", std::int64_t{1}}, {"cell_clip", 0.25}}
    );
    const float c1 = 0.25F; // of 0.338
    const float c2 = 0.25F;
    expect_near(node.evaluate_floats(), {sigmoid(2) * std::tanh(c1), sigmoid(4) * std::tanh(c2)});
}

TEST(Gru, MixesTheOldStateIn) {
    // Weights of z, r, h: 1, 2, 0.5; recurrence 0, 0, 3. The first state is 0.5.
    const float z = sigmoid(1);
    const float r = sigmoid(2);
    const float after = std::tanh(0.5F + 3.0F * (r * 0.5F));
    SingleNode node = one_unit("gru", {1}, {1, 2, 0.5F}, {0, 0, 3}, {});
    node.floats({1, 6}, Floats(6)).input(Tensor::of<std::int32_t>({1}, {1})).floats({1, 1, 1}, {0.5F});
    expect_near(node.evaluate_floats(), {(1 - z) * after + z * 0.5F});
}

TEST(Gru, ResetsAfterTheProduct) {
    // The recurrence's bias of h, 1, is reset too: tanh(0.5 + r * (3 * 0 + 1)).
    SingleNode node = one_unit("gru", {1}, {1, 2, 0.5F}, {0, 0, 3}, {{"linear_before_reset", std::int64_t{1}}});
    node.floats({1, 6}, {0, 0, 0, 0, 0, 1});
    expect_near(node.evaluate_floats(), {(1 - sigmoid(1)) * std::tanh(0.5F + sigmoid(2))});
}

TEST(Recurrent, StopsWhereASequenceEnds) {
    SingleNode node = one_unit("rnn", {1, 2}, {0.5F}, {0.25F}, {});
    node.floats({1, 2}, {0, 0}).input(Tensor::of<std::int32_t>({1}, {1}));
    expect_near(node.evaluate_floats(), {std::tanh(0.5F), 0});
}

TEST(Recurrent, RejectsWhatDoesNotFit) {
    EXPECT_EQ(one_unit("lstm", {1}, {1, 1, 1}, {1, 1, 1}, {}).rejection(), "E0421");
    EXPECT_EQ(one_unit("rnn", {1}, {1}, {1}, {{"direction", std::string("sideways")}}).rejection(), "E0422");
    EXPECT_EQ(one_unit("rnn", {1}, {1}, {1}, {{"activations", std::string("cube")}}).rejection(), "E0422");
    EXPECT_EQ(one_unit("rnn", {1}, {1}, {1}, {{"activations", std::string("tanh tanh")}}).rejection(), "E0422");
    EXPECT_EQ(one_unit("rnn", {1}, {1}, {1}, {{"clip", 0.0}}).rejection(), "E0422");
}

} // namespace thimble

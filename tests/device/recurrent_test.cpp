// SPDX-License-Identifier: Apache-2.0
// lstm, gru and rnn: kernels against the reference over directions, layouts, functions and what may be left out.
#include "tests/device/case_name.h"

#include <algorithm>

namespace thimble {

namespace {

struct RecurrentCase {
    std::string name;
    std::string op;
    Attributes attributes = {};
    std::int64_t batch = 2;
    std::int64_t steps = 4;
    std::int64_t given = 3; ///< inputs beyond the weights: bias, lengths, states, peepholes
};

const std::int64_t input_size = 5;
const std::int64_t hidden_size = 3;

std::vector<RecurrentCase> recurrent_cases() {
    std::vector<RecurrentCase> cases;
    for (const std::string op : {"lstm", "gru", "rnn"}) {
        const std::int64_t all = op == "lstm" ? 5 : 3;
        const std::string both = op == "lstm"  ? "hard_sigmoid scaled_tanh softsign elu affine leaky_relu"
                                 : op == "gru" ? "hard_sigmoid softplus sigmoid thresholded_relu"
                                               : "relu softsign";
        const std::vector<RecurrentCase> more = {
            {op + "Plain", op, {}, 1, 1, 0},
            {op + "Full", op, {{"clip", 0.5}}, 2, 4, all},
            {op + "Reverse", op, {{"direction", std::string("reverse")}}, 2, 4, all},
            {op + "Bidirectional", op, {{"direction", std::string("bidirectional")}}, 3, 4, all},
            {op + "BatchFirst", op, {{"layout", std::int64_t{1}}}, 2, 3, all},
            {op + "BatchFirstBidirectional",
             op,
             {{"layout", std::int64_t{1}}, {"direction", std::string("bidirectional")}},
             2,
             3,
             all},
            {op + "OtherFunctions", op, {{"activations", both}, {"direction", std::string("bidirectional")}}, 1, 3, 1},
        };
        cases.insert(cases.end(), more.begin(), more.end());
    }
    cases.push_back({"lstmCoupled", "lstm", {{"input_forget", std::int64_t{1}}, {"cell_clip", 0.1}}, 2, 3, 1});
    cases.push_back({"gruLinear", "gru", {{"linear_before_reset", std::int64_t{1}}}, 2, 3, 3});
    return cases;
}

class Recurrent : public ::testing::TestWithParam<RecurrentCase> {};

Shape batched(const RecurrentCase& param, std::int64_t other, std::int64_t last) {
    const bool is_batch_first = param.attributes.has("layout");
    return is_batch_first ? Shape{param.batch, other, last} : Shape{other, param.batch, last};
}

} // namespace

TEST_P(Recurrent, IsCloseToReference) {
    const RecurrentCase& param = GetParam();
    const std::int64_t gates = param.op == "lstm" ? 4 : param.op == "gru" ? 3 : 1;
    const bool is_bidirectional =
        param.attributes.has("direction") && param.attributes.get<std::string>("direction") == "bidirectional";
    const std::int64_t directions = is_bidirectional ? 2 : 1;
    const Shape states = batched(param, directions, hidden_size);
    NodeUnderTest node(param.op, param.attributes);
    node.input(DataType::float32, batched(param, param.steps, input_size));
    node.constant(DataType::float32, {directions, gates * hidden_size, input_size});
    node.constant(DataType::float32, {directions, gates * hidden_size, hidden_size});
    if (param.given > 0) {
        node.constant(DataType::float32, {directions, 2 * gates * hidden_size});
    }
    if (param.given > 1) {
        std::vector<std::int32_t> lengths(static_cast<std::size_t>(param.batch));
        for (std::size_t index = 0; index < lengths.size(); ++index) {
            lengths[index] = static_cast<std::int32_t>(param.steps) + 1 - 2 * static_cast<std::int32_t>(index);
        }
        node.input(Tensor::of<std::int32_t>({param.batch}, lengths));
        node.input(DataType::float32, states);
    }
    if (param.given > 3) {
        node.input(DataType::float32, states).constant(DataType::float32, {directions, 3 * hidden_size});
    }
    node.output(DataType::float32);
    expect_reference_outputs(node, Core::portable, param.op + "_f32");
}

INSTANTIATE_TEST_SUITE_P(Device, Recurrent, ::testing::ValuesIn(recurrent_cases()), case_only);

} // namespace thimble

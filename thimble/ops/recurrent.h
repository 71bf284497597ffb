// SPDX-License-Identifier: Apache-2.0
// The family of recurrent operators lstm, gru and rnn, whose meaning is that of the ONNX operators: where the elements
// of their tensors lie and what their attributes say, for the reference and for lowering.
#pragma once

#include "thimble/ir/graph.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace thimble {

enum class RecurrentOp : std::uint8_t { lstm, gru, rnn };

/// Inputs of a node; those from `bias` on may be left out.
struct RecurrentInput {
    static constexpr std::size_t x = 0;
    static constexpr std::size_t weights = 1;
    static constexpr std::size_t recurrence = 2;
    static constexpr std::size_t bias = 3;
    static constexpr std::size_t lengths = 4;
    static constexpr std::size_t initial_h = 5;
    static constexpr std::size_t initial_c = 6; ///< of lstm
    static constexpr std::size_t peepholes = 7; ///< of lstm
};

/// The order is that of the kernels' codes.
enum class RecurrentFunction : std::uint8_t {
    sigmoid,
    tanh,
    relu,
    affine,
    leaky_relu,
    thresholded_relu,
    scaled_tanh,
    hard_sigmoid,
    elu,
    softsign,
    softplus
};

struct RecurrentActivation {
    RecurrentFunction function = RecurrentFunction::sigmoid;
    double alpha = 0.0;
    double beta = 0.0;
};

/// The function of a name as attributes write it (`scaled_tanh`), with ONNX's default alpha and beta.
/// Errors: ModelError E0422 for an unknown name.
RecurrentActivation named_activation(std::string_view name);

struct RecurrentGeometry {
    RecurrentOp op = RecurrentOp::lstm;
    std::int64_t gates = 4; ///< blocks of hidden_size rows in the weights
    std::int64_t steps = 1;
    std::int64_t batch = 1;
    std::int64_t input_size = 1;
    std::int64_t hidden_size = 1;
    std::int64_t directions = 1;
    bool is_reverse = false; ///< the first direction runs from the end; the second always does

    /// Distances in elements: of x, of the output of all steps, and of the states.
    std::int64_t x_step = 0;
    std::int64_t x_batch = 0;
    std::int64_t y_step = 0;
    std::int64_t y_direction = 0;
    std::int64_t y_batch = 0;
    std::int64_t h_direction = 0;
    std::int64_t h_batch = 0;

    /// Three of each direction; gru uses two, rnn one.
    std::vector<RecurrentActivation> activations;
    double clip = std::numeric_limits<double>::infinity();      ///< of what goes into activations
    double cell_clip = std::numeric_limits<double>::infinity(); ///< of the cell state
    bool couples_gates = false;                                 ///< lstm: the forget gate is 1 - the input gate
    bool is_linear_before_reset = false;                        ///< gru
};

/// Errors: ModelError E0421 and E0422 for what does not fit the operator.
RecurrentGeometry recurrent_geometry(const NodeView& node);

/// The types of the outputs. Errors: as recurrent_geometry, and E0420.
std::vector<TensorType> recurrent_outputs(const NodeView& node);

/// The outputs by the reference: those of all steps, the last hidden state and, of lstm, the last cell state.
std::vector<Tensor> evaluate_recurrent(const NodeView& node, std::span<const Tensor* const> inputs);

} // namespace thimble

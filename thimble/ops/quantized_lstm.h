// SPDX-License-Identifier: Apache-2.0
// Extents and factors of quantized_lstm, for the reference and for lowering.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/quantized_multiplier.h"
#include "thimble/ops/sigmoid_input.h"

#include <array>
#include <cstdint>

namespace thimble {

/// Inputs of a node; all are there but the bias.
struct QuantizedLstmInput {
    static constexpr std::size_t x = 0;
    static constexpr std::size_t weights = 1;
    static constexpr std::size_t recurrence = 2;
    static constexpr std::size_t h = 3;
    static constexpr std::size_t c = 4;
    static constexpr std::size_t bias = 5;
};

struct QuantizedLstmGeometry {
    std::int64_t steps = 1;
    std::int64_t batch = 1;
    std::int64_t input_size = 1;
    std::int64_t hidden_size = 1;
    /// Distances in elements.
    std::int64_t x_step = 0;
    std::int64_t x_batch = 0;
    std::int64_t y_step = 0;
    std::int64_t y_batch = 0;
};

QuantizedLstmGeometry quantized_lstm_geometry(const NodeView& node);

/// Gates in the order i, f, c, o.
struct QuantizedLstmFactors {
    std::array<QuantizedMultiplier, 4> from_input;
    std::array<QuantizedMultiplier, 4> from_state;
    QuantizedMultiplier forget;    ///< forget gate * cell state
    QuantizedMultiplier candidate; ///< input gate * cell gate
    QuantizedMultiplier output;    ///< output gate * tanh of the cell state
    SigmoidInt16Input cell_tanh;
    std::int32_t cell_min = -32768;
    std::int32_t cell_max = 32767;
};

/// Errors: ModelError E0423 when the scale of the cell state is not a power of two.
/// Source: TensorFlow Lite Micro, kernels/lstm_eval_common.cc (PrepareGateParametersInteger, CreateLstmCellStateInfo).
QuantizedLstmFactors quantized_lstm_factors(const NodeView& node);

} // namespace thimble

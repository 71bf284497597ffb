// SPDX-License-Identifier: Apache-2.0
// Recurrent layers on float32: one loop over directions, sequences and steps, and a cell for each operator. The last
// states serve as memory while the steps run.
// Source: ONNX operator documentation, LSTM, GRU and RNN.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/dot_product.h"

#include <math.h>

namespace thimblert {

struct RecurrentParams {
    int32_t steps;
    int32_t batch;
    int32_t input_size;
    int32_t hidden_size;
    int32_t directions;
    int32_t is_reverse; // 1: the first direction runs from the end
    int32_t x_step;     // distances in elements
    int32_t x_batch;
    int32_t y_step;
    int32_t y_direction;
    int32_t y_batch;
    int32_t h_direction;
    int32_t h_batch;
    int32_t has_lengths;
    int32_t has_peepholes;
    int32_t couples_gates;
    int32_t is_linear_before_reset;
    float clip;
    float cell_clip;
    int32_t function_0; // three of the first direction, three of the second
    int32_t function_1;
    int32_t function_2;
    int32_t function_3;
    int32_t function_4;
    int32_t function_5;
    float alpha_0;
    float alpha_1;
    float alpha_2;
    float alpha_3;
    float alpha_4;
    float alpha_5;
    float beta_0;
    float beta_1;
    float beta_2;
    float beta_3;
    float beta_4;
    float beta_5;
};

struct RecurrentActivation {
    int32_t function;
    float alpha;
    float beta;
};

struct RecurrentActivations {
    RecurrentActivation first;
    RecurrentActivation second;
    RecurrentActivation third;
};

THIMBLERT_INLINE RecurrentActivations recurrent_activations(const RecurrentParams& p, int32_t direction) {
    if (direction == 0) {
        return {
            {p.function_0, p.alpha_0, p.beta_0},
            {p.function_1, p.alpha_1, p.beta_1},
            {p.function_2, p.alpha_2, p.beta_2}};
    }
    return {
        {p.function_3, p.alpha_3, p.beta_3}, {p.function_4, p.alpha_4, p.beta_4}, {p.function_5, p.alpha_5, p.beta_5}};
}

/// One activation function by its code.
THIMBLERT_KERNEL float recurrent_function(int32_t function, float alpha, float beta, float x) {
    switch (function) {
    case 0:
        return 1.0F / (1.0F + expf(-x));
    case 1:
        return tanhf(x);
    case 2:
        return x > 0.0F ? x : 0.0F;
    case 3:
        return alpha * x + beta;
    case 4:
        return x >= 0.0F ? x : alpha * x;
    case 5:
        return x >= alpha ? x : 0.0F;
    case 6:
        return alpha * tanhf(beta * x);
    case 7:
        return clamp_f32(alpha * x + beta, 0.0F, 1.0F);
    case 8:
        return x >= 0.0F ? x : alpha * expm1f(x);
    case 9:
        return x / (1.0F + fabsf(x));
    default:
        return (x > 0.0F ? x : 0.0F) + log1pf(expf(-fabsf(x)));
    }
}

THIMBLERT_INLINE float apply_recurrent(const RecurrentActivation& activation, float x, float clip) {
    return recurrent_function(activation.function, activation.alpha, activation.beta, clamp_f32(x, -clip, clip));
}

/// What the cells of one direction read. The biases of the input come before those of the recurrence.
struct RecurrentWeights {
    const float* weights;
    const float* recurrence;
    const float* bias;
    const float* peepholes;
};

/// Row `row` of x W + Wb.
THIMBLERT_INLINE float
recurrent_input(const RecurrentParams& p, const RecurrentWeights& w, const float* x, int32_t row) {
    return dot_product_f32(x, w.weights + row * p.input_size, p.input_size, w.bias[row]);
}

/// Row `row` of state R + Rb; `rows` is that of all gates.
THIMBLERT_INLINE float
recurrent_state(const RecurrentParams& p, const RecurrentWeights& w, const float* state, int32_t row, int32_t rows) {
    return dot_product_f32(state, w.recurrence + row * p.hidden_size, p.hidden_size, w.bias[rows + row]);
}

/// A step of an LSTM. Gates lie in the order i, o, f, c; peepholes in the order i, o, f.
THIMBLERT_INLINE void lstm_step(
    const RecurrentParams& p, const RecurrentWeights& w, const RecurrentActivations& activations, const float* x,
    float* h, float* c, float* gates
) {
    const int32_t hidden = p.hidden_size;
    for (int32_t row = 0; row < 4 * hidden; ++row) {
        gates[row] = recurrent_input(p, w, x, row) + recurrent_state(p, w, h, row, 4 * hidden);
    }
    for (int32_t index = 0; index < hidden; ++index) {
        float input = gates[index];
        float output = gates[hidden + index];
        float forget = gates[2 * hidden + index];
        if (p.has_peepholes != 0) {
            input += w.peepholes[index] * c[index];
            forget += w.peepholes[2 * hidden + index] * c[index];
        }
        input = apply_recurrent(activations.first, input, p.clip);
        forget = p.couples_gates != 0 ? 1.0F - input : apply_recurrent(activations.first, forget, p.clip);
        const float candidate = apply_recurrent(activations.second, gates[3 * hidden + index], p.clip);
        const float cell = clamp_f32(forget * c[index] + input * candidate, -p.cell_clip, p.cell_clip);
        if (p.has_peepholes != 0) {
            output += w.peepholes[hidden + index] * cell;
        }
        output = apply_recurrent(activations.first, output, p.clip);
        c[index] = cell;
        h[index] =
            output *
            recurrent_function(activations.third.function, activations.third.alpha, activations.third.beta, cell);
    }
}

/// A step of a GRU. Gates lie in the order z, r, h; `gates` has room for one more.
THIMBLERT_INLINE void gru_step(
    const RecurrentParams& p, const RecurrentWeights& w, const RecurrentActivations& activations, const float* x,
    float* h, float* gates
) {
    const int32_t hidden = p.hidden_size;
    const int32_t rows = 3 * hidden;
    float* reset_state = gates + 3 * hidden;
    for (int32_t row = 0; row < 2 * hidden; ++row) {
        const float sum = recurrent_input(p, w, x, row) + recurrent_state(p, w, h, row, rows);
        gates[row] = apply_recurrent(activations.first, sum, p.clip);
    }
    for (int32_t index = 0; index < hidden; ++index) {
        reset_state[index] = gates[hidden + index] * h[index];
    }
    for (int32_t index = 0; index < hidden; ++index) {
        const int32_t row = 2 * hidden + index;
        const float from_state = p.is_linear_before_reset != 0
                                     ? gates[hidden + index] * recurrent_state(p, w, h, row, rows)
                                     : recurrent_state(p, w, reset_state, row, rows);
        gates[row] = apply_recurrent(activations.second, recurrent_input(p, w, x, row) + from_state, p.clip);
    }
    for (int32_t index = 0; index < hidden; ++index) {
        h[index] = (1.0F - gates[index]) * gates[2 * hidden + index] + gates[index] * h[index];
    }
}

/// A step of a plain recurrent layer.
THIMBLERT_INLINE void rnn_step(
    const RecurrentParams& p, const RecurrentWeights& w, const RecurrentActivations& activations, const float* x,
    float* h, float* gates
) {
    for (int32_t row = 0; row < p.hidden_size; ++row) {
        const float sum = recurrent_input(p, w, x, row) + recurrent_state(p, w, h, row, p.hidden_size);
        gates[row] = apply_recurrent(activations.first, sum, p.clip);
    }
    for (int32_t row = 0; row < p.hidden_size; ++row) {
        h[row] = gates[row];
    }
}

/// Steps of a sequence that count: all of them, or as many as `lengths` says.
THIMBLERT_INLINE int32_t recurrent_length(const RecurrentParams& p, const int32_t* lengths, int32_t sequence) {
    return p.has_lengths != 0 ? clamp(lengths[sequence], 0, p.steps) : p.steps;
}

/// Calls visit(direction, sequence, x, h_offset) at every step that counts, in order, and copies the hidden state
/// after it to y; steps that do not count are zeros there. Before a sequence calls start(h_offset).
template <typename Start, typename Visit>
THIMBLERT_INLINE void for_each_recurrent_step(
    const RecurrentParams& p, const float* x, const int32_t* lengths, const float* h, float* y, const Start& start,
    const Visit& visit
) {
    for (int32_t direction = 0; direction < p.directions; ++direction) {
        const bool is_backward = direction == 1 || p.is_reverse != 0;
        for (int32_t sequence = 0; sequence < p.batch; ++sequence) {
            const int32_t state = direction * p.h_direction + sequence * p.h_batch;
            const int32_t length = recurrent_length(p, lengths, sequence);
            start(state);
            for (int32_t count = 0; count < p.steps; ++count) {
                const bool is_counted = count < length;
                const int32_t step = is_backward && is_counted ? length - 1 - count : count;
                if (is_counted) {
                    visit(direction, x + step * p.x_step + sequence * p.x_batch, state);
                }
                float* output = y + step * p.y_step + direction * p.y_direction + sequence * p.y_batch;
                for (int32_t index = 0; index < p.hidden_size; ++index) {
                    output[index] = is_counted ? h[state + index] : 0.0F;
                }
            }
        }
    }
}

/// The weights of one direction.
THIMBLERT_INLINE RecurrentWeights recurrent_weights(
    const RecurrentParams& p, int32_t gates, int32_t direction, const float* weights, const float* recurrence,
    const float* bias, const float* peepholes
) {
    const int32_t rows = direction * gates * p.hidden_size;
    return {
        weights + rows * p.input_size, recurrence + rows * p.hidden_size, bias + 2 * rows,
        peepholes + p.has_peepholes * direction * 3 * p.hidden_size};
}

THIMBLERT_INLINE void copy_state(const float* from, float* to, int32_t count) {
    for (int32_t index = 0; index < count; ++index) {
        to[index] = from[index];
    }
}

/// Long short-term memory.
///
/// Shapes: x [t, n, i], weights [d, 4h, i], recurrence [d, 4h, h], bias [d, 8h], lengths [n], initial states and last
///         states [d, n, h], peepholes [d, 3h], y [t, d, n, h], gates [4h]; strides say where x, y and states lie.
THIMBLERT_KERNEL void lstm_f32(
    const RecurrentParams& p, const float* x, const float* weights, const float* recurrence, const float* bias,
    const int32_t* lengths, const float* initial_h, const float* initial_c, const float* peepholes, float* y, float* h,
    float* c, float* gates
) {
    for_each_recurrent_step(
        p, x, lengths, h, y,
        [&](int32_t state) {
            copy_state(initial_h + state, h + state, p.hidden_size);
            copy_state(initial_c + state, c + state, p.hidden_size);
        },
        [&](int32_t direction, const float* step, int32_t state) {
            const RecurrentWeights own = recurrent_weights(p, 4, direction, weights, recurrence, bias, peepholes);
            lstm_step(p, own, recurrent_activations(p, direction), step, h + state, c + state, gates);
        }
    );
}

/// Gated recurrent unit. Shapes as lstm_f32 with three gates; gates [4h].
THIMBLERT_KERNEL void gru_f32(
    const RecurrentParams& p, const float* x, const float* weights, const float* recurrence, const float* bias,
    const int32_t* lengths, const float* initial_h, float* y, float* h, float* gates
) {
    for_each_recurrent_step(
        p, x, lengths, h, y, [&](int32_t state) { copy_state(initial_h + state, h + state, p.hidden_size); },
        [&](int32_t direction, const float* step, int32_t state) {
            const RecurrentWeights own = recurrent_weights(p, 3, direction, weights, recurrence, bias, bias);
            gru_step(p, own, recurrent_activations(p, direction), step, h + state, gates);
        }
    );
}

/// Plain recurrent layer. Shapes as lstm_f32 with one gate; gates [h].
THIMBLERT_KERNEL void rnn_f32(
    const RecurrentParams& p, const float* x, const float* weights, const float* recurrence, const float* bias,
    const int32_t* lengths, const float* initial_h, float* y, float* h, float* gates
) {
    for_each_recurrent_step(
        p, x, lengths, h, y, [&](int32_t state) { copy_state(initial_h + state, h + state, p.hidden_size); },
        [&](int32_t direction, const float* step, int32_t state) {
            const RecurrentWeights own = recurrent_weights(p, 1, direction, weights, recurrence, bias, bias);
            rnn_step(p, own, recurrent_activations(p, direction), step, h + state, gates);
        }
    );
}

} // namespace thimblert

// SPDX-License-Identifier: Apache-2.0
// Long short-term memory on int8 or int16 with an int16 cell state, portable. The next states serve as memory while
// the steps run.
// Source: TensorFlow Lite Micro, reference of UNIDIRECTIONAL_SEQUENCE_LSTM.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/sigmoid_table.h"

namespace thimblert {

struct QuantizedLstmParams {
    int32_t steps;
    int32_t batch;
    int32_t input_size;
    int32_t hidden_size;
    int32_t x_step; // distances in elements
    int32_t x_batch;
    int32_t y_step;
    int32_t y_batch;
    int32_t input_zero_point;
    int32_t state_zero_point;
    int32_t state_min;
    int32_t state_max;
    int32_t input_multiplier_0; // gates i, f, c, o
    int32_t input_multiplier_1;
    int32_t input_multiplier_2;
    int32_t input_multiplier_3;
    int32_t input_shift_0;
    int32_t input_shift_1;
    int32_t input_shift_2;
    int32_t input_shift_3;
    int32_t state_multiplier_0;
    int32_t state_multiplier_1;
    int32_t state_multiplier_2;
    int32_t state_multiplier_3;
    int32_t state_shift_0;
    int32_t state_shift_1;
    int32_t state_shift_2;
    int32_t state_shift_3;
    int32_t forget_multiplier;
    int32_t forget_shift;
    int32_t candidate_multiplier;
    int32_t candidate_shift;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t cell_multiplier; // of what enters the tanh of the cell state
    int32_t cell_shift;
    int32_t cell_min;
    int32_t cell_max;
};

/// What products are summed in: 32 bits for int8, 64 bits for int16.
template <typename Element> struct LstmSum { typedef int32_t Type; };

template <> struct LstmSum<int16_t> { typedef int64_t Type; };

/// How one gate rescales its sums.
struct LstmGate {
    int32_t input_multiplier;
    int32_t input_shift;
    int32_t state_multiplier;
    int32_t state_shift;
};

/// sum + the products of values less their zero point.
template <typename Element, typename Sum>
THIMBLERT_INLINE Sum
lstm_products(const Element* values, const int8_t* weights, int32_t count, int32_t zero_point, Sum sum) {
    for (int32_t index = 0; index < count; ++index) {
        sum += (values[index] - zero_point) * weights[index];
    }
    return sum;
}

THIMBLERT_INLINE int32_t clamp_to_s16(int32_t value) {
    return clamp(value, -32768, 32767);
}

/// What enters the activation of the units of one gate, in steps of 2^-12.
template <typename Element>
THIMBLERT_INLINE void lstm_gate(
    const QuantizedLstmParams& p, const LstmGate& gate, const Element* x, const Element* h, const int8_t* weights,
    const int8_t* recurrence, const typename LstmSum<Element>::Type* bias, int16_t* output
) {
    typedef typename LstmSum<Element>::Type Sum;
    for (int32_t unit = 0; unit < p.hidden_size; ++unit) {
        const Sum from_input =
            wrapping_add(lstm_products(x, weights, p.input_size, p.input_zero_point, Sum{0}), bias[unit]);
        const Sum from_state = lstm_products(h, recurrence, p.hidden_size, p.state_zero_point, Sum{0});
        const int32_t scaled_input = clamp_to_s16(requantise_sum(from_input, gate.input_multiplier, gate.input_shift));
        const int32_t scaled_state = clamp_to_s16(requantise_sum(from_state, gate.state_multiplier, gate.state_shift));
        output[unit] = clamp_s16(scaled_input + scaled_state, -32768, 32767);
        weights += p.input_size;
        recurrence += p.hidden_size;
    }
}

/// The states after one step; `gates` holds what enters the activations of i, f, c and o.
template <typename Element>
THIMBLERT_INLINE void
lstm_states(const QuantizedLstmParams& p, const int16_t* gates, const int16_t* table, Element* h, int16_t* c) {
    const int32_t hidden = p.hidden_size;
    const SigmoidS16Params cell = {0, p.cell_multiplier, p.cell_shift};
    for (int32_t unit = 0; unit < hidden; ++unit) {
        const int32_t input = logistic_s16_at(table, 3 * gates[unit]);
        const int32_t forget = logistic_s16_at(table, 3 * gates[hidden + unit]);
        const int32_t candidate = tanh_s16_at(table, 3 * gates[2 * hidden + unit]);
        const int32_t output = logistic_s16_at(table, 3 * gates[3 * hidden + unit]);
        const int32_t kept = clamp_to_s16(requantise(forget * c[unit], p.forget_multiplier, p.forget_shift));
        const int32_t added = clamp_to_s16(requantise(input * candidate, p.candidate_multiplier, p.candidate_shift));
        c[unit] = clamp_s16(clamp_to_s16(kept + added), p.cell_min, p.cell_max);
        const int32_t squashed = tanh_s16_at(table, sigmoid_argument(cell, c[unit]));
        const int32_t scaled = requantise(squashed * output, p.output_multiplier, p.output_shift);
        h[unit] = static_cast<Element>(clamp(scaled + p.state_zero_point, p.state_min, p.state_max));
    }
}

/// One step of one sequence.
template <typename Element>
THIMBLERT_INLINE void quantized_lstm_step(
    const QuantizedLstmParams& p, const Element* x, const int8_t* weights, const int8_t* recurrence,
    const typename LstmSum<Element>::Type* bias, const int16_t* table, Element* h, int16_t* c, int16_t* gates
) {
    const LstmGate factors[4] = {
        {p.input_multiplier_0, p.input_shift_0, p.state_multiplier_0, p.state_shift_0},
        {p.input_multiplier_1, p.input_shift_1, p.state_multiplier_1, p.state_shift_1},
        {p.input_multiplier_2, p.input_shift_2, p.state_multiplier_2, p.state_shift_2},
        {p.input_multiplier_3, p.input_shift_3, p.state_multiplier_3, p.state_shift_3}};
    const int32_t hidden = p.hidden_size;
    for (int32_t gate = 0; gate < 4; ++gate) {
        lstm_gate(
            p, factors[gate], x, h, weights + gate * hidden * p.input_size, recurrence + gate * hidden * hidden,
            bias + gate * hidden, gates + gate * hidden
        );
    }
    lstm_states(p, gates, table, h, c);
}

/// Long short-term memory.
///
/// Shapes: x [n, t, i] or [t, n, i], weights [4, h, i], recurrence [4, h, h], bias [4, h], states [n, h], table [256],
///         y as x with h elements, gates [4, h]. The next states may be the states.
/// Units:  affine, weights symmetric with a scale for each gate; the cell state's scale is a power of two.
template <typename Element>
THIMBLERT_KERNEL void quantized_lstm_codes(
    const QuantizedLstmParams& p, const Element* x, const int8_t* weights, const int8_t* recurrence,
    const typename LstmSum<Element>::Type* bias, const Element* state, const int16_t* cell, const int16_t* table,
    Element* y, Element* next_state, int16_t* next_cell, int16_t* gates
) {
    for (int32_t sequence = 0; sequence < p.batch; ++sequence) {
        for (int32_t unit = 0; unit < p.hidden_size; ++unit) {
            next_state[unit] = state[unit];
            next_cell[unit] = cell[unit];
        }
        for (int32_t step = 0; step < p.steps; ++step) {
            const Element* input = x + step * p.x_step + sequence * p.x_batch;
            quantized_lstm_step(p, input, weights, recurrence, bias, table, next_state, next_cell, gates);
            Element* output = y + step * p.y_step + sequence * p.y_batch;
            for (int32_t unit = 0; unit < p.hidden_size; ++unit) {
                output[unit] = next_state[unit];
            }
        }
        state += p.hidden_size;
        cell += p.hidden_size;
        next_state += p.hidden_size;
        next_cell += p.hidden_size;
    }
}

} // namespace thimblert

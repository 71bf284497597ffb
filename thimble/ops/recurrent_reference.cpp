// SPDX-License-Identifier: Apache-2.0
// The reference of lstm, gru and rnn, in double: the equations of the ONNX operator documentation one by one.
#include "thimble/ops/recurrent.h"

#include <algorithm>
#include <cmath>

namespace thimble {

namespace {

using Reals = std::vector<double>;

double apply(const RecurrentActivation& activation, double x) {
    switch (activation.function) {
    case RecurrentFunction::sigmoid:
        return 1.0 / (1.0 + std::exp(-x));
    case RecurrentFunction::tanh:
        return std::tanh(x);
    case RecurrentFunction::relu:
        return std::max(x, 0.0);
    case RecurrentFunction::affine:
        return activation.alpha * x + activation.beta;
    case RecurrentFunction::leaky_relu:
        return x >= 0.0 ? x : activation.alpha * x;
    case RecurrentFunction::thresholded_relu:
        return x >= activation.alpha ? x : 0.0;
    case RecurrentFunction::scaled_tanh:
        return activation.alpha * std::tanh(activation.beta * x);
    case RecurrentFunction::hard_sigmoid:
        return std::clamp(activation.alpha * x + activation.beta, 0.0, 1.0);
    case RecurrentFunction::elu:
        return x >= 0.0 ? x : activation.alpha * std::expm1(x);
    case RecurrentFunction::softsign:
        return x / (1.0 + std::abs(x));
    case RecurrentFunction::softplus:
        return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
    }
    return x;
}

/// The weights of one direction and one sequence's states.
class Cell {
public:
    Cell(
        const NodeView& node, const RecurrentGeometry& geometry, std::span<const Tensor* const> inputs,
        std::int64_t direction
    )
        : geometry_(geometry),
          hidden_(static_cast<std::size_t>(geometry.hidden_size)),
          weights_(part(inputs, RecurrentInput::weights, direction, geometry.gates * geometry.input_size)),
          recurrence_(part(inputs, RecurrentInput::recurrence, direction, geometry.gates * geometry.hidden_size)),
          bias_(
              node.has_input(RecurrentInput::bias) ? part(inputs, RecurrentInput::bias, direction, 2 * geometry.gates)
                                                   : Reals(2 * hidden_ * static_cast<std::size_t>(geometry.gates))
          ),
          peepholes_(
              node.has_input(RecurrentInput::peepholes) ? part(inputs, RecurrentInput::peepholes, direction, 3)
                                                        : Reals(3 * hidden_)
          ),
          activations_(geometry.activations.data() + 3 * direction) {}

    Reals h;
    Reals c;

    void step(const float* x) {
        switch (geometry_.op) {
        case RecurrentOp::lstm:
            step_lstm(x);
            break;
        case RecurrentOp::gru:
            step_gru(x);
            break;
        case RecurrentOp::rnn:
            h = activated(0, sum(x, 0));
            break;
        }
    }

private:
    /// `rows` times the hidden size of elements of a direction; left-out inputs beyond the node's are not asked for.
    Reals
    part(std::span<const Tensor* const> inputs, std::size_t index, std::int64_t direction, std::int64_t rows) const {
        const auto count = static_cast<std::size_t>(rows) * hidden_;
        const std::span<const float> all = inputs[index]->elements<float>();
        const std::span<const float> own = all.subspan(static_cast<std::size_t>(direction) * count, count);
        return {own.begin(), own.end()};
    }

    /// x W + Wb of a gate.
    Reals from_input(const float* x, std::size_t gate) const {
        const auto size = static_cast<std::size_t>(geometry_.input_size);
        Reals result(hidden_);
        for (std::size_t row = 0; row < hidden_; ++row) {
            result[row] = bias_[gate * hidden_ + row];
            for (std::size_t i = 0; i < size; ++i) {
                result[row] += weights_[(gate * hidden_ + row) * size + i] * static_cast<double>(x[i]);
            }
        }
        return result;
    }

    /// state R + Rb of a gate.
    Reals from_state(const Reals& state, std::size_t gate) const {
        const std::size_t biases = static_cast<std::size_t>(geometry_.gates) * hidden_;
        Reals result(hidden_);
        for (std::size_t row = 0; row < hidden_; ++row) {
            result[row] = bias_[biases + gate * hidden_ + row];
            for (std::size_t i = 0; i < hidden_; ++i) {
                result[row] += recurrence_[(gate * hidden_ + row) * hidden_ + i] * state[i];
            }
        }
        return result;
    }

    Reals sum(const float* x, std::size_t gate) const { return added(from_input(x, gate), from_state(h, gate)); }

    static Reals added(Reals a, const Reals& b) {
        std::transform(a.begin(), a.end(), b.begin(), a.begin(), std::plus<>());
        return a;
    }

    static Reals multiplied(Reals a, const Reals& b) {
        std::transform(a.begin(), a.end(), b.begin(), a.begin(), std::multiplies<>());
        return a;
    }

    Reals activated(std::size_t function, Reals values) const {
        for (double& value : values) {
            value = apply(activations_[function], std::clamp(value, -geometry_.clip, geometry_.clip));
        }
        return values;
    }

    Reals through_peephole(std::size_t which) const {
        const auto first = peepholes_.begin() + static_cast<std::ptrdiff_t>(which * hidden_);
        return multiplied(Reals(first, first + static_cast<std::ptrdiff_t>(hidden_)), c);
    }

    /// Gates lie in the order i, o, f, c; peepholes in the order i, o, f.
    void step_lstm(const float* x) {
        const Reals i = activated(0, added(sum(x, 0), through_peephole(0)));
        Reals f = activated(0, added(sum(x, 2), through_peephole(2)));
        if (geometry_.couples_gates) {
            std::transform(i.begin(), i.end(), f.begin(), [](double value) { return 1.0 - value; });
        }
        const Reals candidate = activated(1, sum(x, 3));
        c = added(multiplied(f, c), multiplied(i, candidate));
        for (double& value : c) {
            value = std::clamp(value, -geometry_.cell_clip, geometry_.cell_clip);
        }
        const Reals o = activated(0, added(sum(x, 1), through_peephole(1)));
        Reals out = c;
        for (double& value : out) {
            value = apply(activations_[2], value);
        }
        h = multiplied(o, out);
    }

    /// Gates lie in the order z, r, h.
    void step_gru(const float* x) {
        const Reals z = activated(0, sum(x, 0));
        const Reals r = activated(0, sum(x, 1));
        const Reals recurrent =
            geometry_.is_linear_before_reset ? multiplied(r, from_state(h, 2)) : from_state(multiplied(r, h), 2);
        const Reals candidate = activated(1, added(from_input(x, 2), recurrent));
        for (std::size_t index = 0; index < hidden_; ++index) {
            h[index] = (1.0 - z[index]) * candidate[index] + z[index] * h[index];
        }
    }

    const RecurrentGeometry& geometry_;
    std::size_t hidden_;
    Reals weights_;
    Reals recurrence_;
    Reals bias_;
    Reals peepholes_;
    const RecurrentActivation* activations_;
};

Reals initial_state(
    const NodeView& node, std::span<const Tensor* const> inputs, std::size_t index, std::int64_t offset,
    std::size_t size
) {
    if (!node.has_input(index)) {
        return Reals(size);
    }
    const std::span<const float> values =
        inputs[index]->elements<float>().subspan(static_cast<std::size_t>(offset), size);
    return {values.begin(), values.end()};
}

void store(const Reals& values, Tensor& tensor, std::int64_t offset) {
    std::transform(values.begin(), values.end(), tensor.elements<float>().begin() + offset, [](double value) {
        return static_cast<float>(value);
    });
}

} // namespace

std::vector<Tensor> evaluate_recurrent(const NodeView& node, std::span<const Tensor* const> inputs) {
    const RecurrentGeometry geometry = recurrent_geometry(node);
    const auto hidden = static_cast<std::size_t>(geometry.hidden_size);
    std::vector<Tensor> outputs;
    for (TensorType& type : recurrent_outputs(node)) {
        outputs.emplace_back(std::move(type));
    }
    for (std::int64_t direction = 0; direction < geometry.directions; ++direction) {
        const bool is_backward = direction == 1 || geometry.is_reverse;
        Cell cell(node, geometry, inputs, direction);
        for (std::int64_t sequence = 0; sequence < geometry.batch; ++sequence) {
            const std::int64_t state = direction * geometry.h_direction + sequence * geometry.h_batch;
            cell.h = initial_state(node, inputs, RecurrentInput::initial_h, state, hidden);
            cell.c = initial_state(node, inputs, RecurrentInput::initial_c, state, hidden);
            std::int64_t length = geometry.steps;
            if (node.has_input(RecurrentInput::lengths)) {
                const auto lengths = inputs[RecurrentInput::lengths]->elements<std::int32_t>();
                length = std::clamp<std::int64_t>(lengths[static_cast<std::size_t>(sequence)], 0, geometry.steps);
            }
            for (std::int64_t count = 0; count < length; ++count) {
                const std::int64_t step = is_backward ? length - 1 - count : count;
                cell.step(inputs[0]->elements<float>().data() + step * geometry.x_step + sequence * geometry.x_batch);
                store(
                    cell.h, outputs[0],
                    step * geometry.y_step + direction * geometry.y_direction + sequence * geometry.y_batch
                );
            }
            store(cell.h, outputs[1], state);
            if (geometry.op == RecurrentOp::lstm) {
                store(cell.c, outputs[2], state);
            }
        }
    }
    return outputs;
}

} // namespace thimble

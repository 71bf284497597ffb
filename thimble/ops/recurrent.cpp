// SPDX-License-Identifier: Apache-2.0
// Attributes, shapes and definitions of lstm, gru and rnn.
// Source: ONNX operator documentation, LSTM, GRU and RNN; cell_clip is TensorFlow Lite's.
#include "thimble/ops/recurrent.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

namespace thimble {

namespace {

struct NamedFunction {
    std::string_view name;
    RecurrentActivation activation;
};

constexpr NamedFunction functions[] = {
    {"sigmoid", {RecurrentFunction::sigmoid, 0.0, 0.0}},
    {"tanh", {RecurrentFunction::tanh, 0.0, 0.0}},
    {"relu", {RecurrentFunction::relu, 0.0, 0.0}},
    {"affine", {RecurrentFunction::affine, 1.0, 0.0}},
    {"leaky_relu", {RecurrentFunction::leaky_relu, 0.01, 0.0}},
    {"thresholded_relu", {RecurrentFunction::thresholded_relu, 1.0, 0.0}},
    {"scaled_tanh", {RecurrentFunction::scaled_tanh, 1.0, 1.0}},
    {"hard_sigmoid", {RecurrentFunction::hard_sigmoid, 0.2, 0.5}},
    {"elu", {RecurrentFunction::elu, 1.0, 0.0}},
    {"softsign", {RecurrentFunction::softsign, 0.0, 0.0}},
    {"softplus", {RecurrentFunction::softplus, 0.0, 0.0}},
};

/// What the three operators differ in.
struct Kind {
    std::string_view name;
    RecurrentOp op;
    std::int64_t gates;
    std::vector<std::string_view> activations;
};

const Kind& kind_of(std::string_view op) {
    static const std::vector<Kind> kinds = {
        {"lstm", RecurrentOp::lstm, 4, {"sigmoid", "tanh", "tanh"}},
        {"gru", RecurrentOp::gru, 3, {"sigmoid", "tanh"}},
        {"rnn", RecurrentOp::rnn, 1, {"tanh"}},
    };
    return *std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.name == op; });
}

template <typename Value> Value attribute_or(const NodeView& node, std::string_view name, Value otherwise) {
    return node.attributes().has(name) ? node.attributes().get<Value>(name) : otherwise;
}

/// The functions of every direction, three each.
std::vector<RecurrentActivation> read_activations(const NodeView& node, const Kind& kind, std::size_t directions) {
    std::vector<RecurrentActivation> found;
    std::istringstream names(attribute_or<std::string>(node, "activations", ""));
    for (std::string name; names >> name;) {
        found.push_back(named_activation(name));
    }
    const std::size_t count = kind.activations.size();
    if (found.empty()) {
        for (std::size_t index = 0; index < count * directions; ++index) {
            found.push_back(named_activation(kind.activations[index % count]));
        }
    }
    if (found.size() != count * directions) {
        throw ModelError(wrong_attribute, fmt::format("{} activations, expected {}", found.size(), count * directions));
    }
    const auto set = [&](std::string_view name, double RecurrentActivation::*field) {
        const auto values = attribute_or<std::vector<double>>(node, name, {});
        if (!values.empty() && values.size() != found.size()) {
            throw ModelError(
                wrong_attribute, fmt::format("{} has {} values, expected {}", name, values.size(), found.size())
            );
        }
        for (std::size_t index = 0; index < values.size(); ++index) {
            found[index].*field = values[index];
        }
    };
    set("activation_alpha", &RecurrentActivation::alpha);
    set("activation_beta", &RecurrentActivation::beta);
    std::vector<RecurrentActivation> threes;
    for (std::size_t index = 0; index < found.size(); ++index) {
        threes.push_back(found[index]);
        if ((index + 1) % count == 0) {
            threes.resize((index + 1) / count * 3);
        }
    }
    return threes;
}

double positive_attribute(const NodeView& node, std::string_view name) {
    const double value = attribute_or<double>(node, name, std::numeric_limits<double>::infinity());
    if (!(value > 0.0)) {
        throw ModelError(wrong_attribute, fmt::format("{} is {}, expected a positive number", name, value));
    }
    return value;
}

void set_strides(RecurrentGeometry& geometry, bool is_batch_first) {
    const std::int64_t hidden = geometry.hidden_size;
    if (is_batch_first) {
        geometry.x_step = geometry.input_size;
        geometry.x_batch = geometry.steps * geometry.input_size;
        geometry.y_direction = hidden;
        geometry.y_step = geometry.directions * hidden;
        geometry.y_batch = geometry.steps * geometry.y_step;
        geometry.h_direction = hidden;
        geometry.h_batch = geometry.directions * hidden;
    } else {
        geometry.x_batch = geometry.input_size;
        geometry.x_step = geometry.batch * geometry.input_size;
        geometry.y_batch = hidden;
        geometry.y_direction = geometry.batch * hidden;
        geometry.y_step = geometry.directions * geometry.y_direction;
        geometry.h_batch = hidden;
        geometry.h_direction = geometry.batch * hidden;
    }
}

bool is_batch_first(const NodeView& node) {
    return attribute_or<std::int64_t>(node, "layout", 0) != 0;
}

void require_shape(const NodeView& node, std::size_t index, std::string_view role, const Shape& expected) {
    if (!node.has_input(index)) {
        return;
    }
    const TensorType& type = node.input(index);
    const DataType data_type = index == RecurrentInput::lengths ? DataType::int32 : DataType::float32;
    if (type.data_type != data_type) {
        throw ModelError(
            wrong_data_type, fmt::format("{} is {}, expected {}", role, name(type.data_type), name(data_type))
        );
    }
    if (type.shape != expected) {
        throw ModelError(
            wrong_shape, fmt::format("{} is {}, expected {}", role, type.shape.to_string(), expected.to_string())
        );
    }
}

Shape state_shape(const NodeView& node, const RecurrentGeometry& geometry) {
    return is_batch_first(node) ? Shape{geometry.batch, geometry.directions, geometry.hidden_size}
                                : Shape{geometry.directions, geometry.batch, geometry.hidden_size};
}

Shape output_shape(const NodeView& node, const RecurrentGeometry& geometry) {
    return is_batch_first(node) ? Shape{geometry.batch, geometry.steps, geometry.directions, geometry.hidden_size}
                                : Shape{geometry.steps, geometry.directions, geometry.batch, geometry.hidden_size};
}

std::int64_t macs(const NodeView& node) {
    const RecurrentGeometry geometry = recurrent_geometry(node);
    return geometry.steps * geometry.batch * geometry.directions * geometry.gates * geometry.hidden_size *
           (geometry.input_size + geometry.hidden_size);
}

OpDef definition(
    std::string_view name, std::string_view summary, std::size_t max_inputs, std::vector<AttributeSpec> own
) {
    OpDef def{
        .name = name,
        .summary = summary,
        .min_inputs = 3,
        .max_inputs = max_inputs,
        .attributes =
            {{.name = "direction", .kind_example = std::string("forward")},
             {.name = "activations", .kind_example = std::string()},
             {.name = "activation_alpha", .kind_example = std::vector<double>{}},
             {.name = "activation_beta", .kind_example = std::vector<double>{}},
             {.name = "clip", .kind_example = std::numeric_limits<double>::infinity()},
             {.name = "layout", .kind_example = std::int64_t{0}}},
        .infer = recurrent_outputs,
        .evaluate = evaluate_recurrent,
        .macs = macs,
    };
    def.attributes.insert(def.attributes.end(), own.begin(), own.end());
    return def;
}

} // namespace

RecurrentActivation named_activation(std::string_view name) {
    const auto* const found = std::find_if(std::begin(functions), std::end(functions), [&](const NamedFunction& each) {
        return each.name == name;
    });
    if (found == std::end(functions)) {
        throw ModelError(wrong_attribute, fmt::format("no activation is named `{}`", name));
    }
    return found->activation;
}

RecurrentGeometry recurrent_geometry(const NodeView& node) {
    const Kind& kind = kind_of(node.node().op);
    require_rank(node.input(RecurrentInput::x), "input", 3);
    require_rank(node.input(RecurrentInput::recurrence), "recurrence weights", 3);
    const Shape& x = node.input(RecurrentInput::x).shape;
    const auto direction = attribute_or<std::string>(node, "direction", "forward");
    if (direction != "forward" && direction != "reverse" && direction != "bidirectional") {
        throw ModelError(
            wrong_attribute,
            fmt::format("direction is `{}`, expected `forward`, `reverse` or `bidirectional`", direction)
        );
    }
    RecurrentGeometry geometry;
    geometry.op = kind.op;
    geometry.gates = kind.gates;
    geometry.steps = is_batch_first(node) ? x[1] : x[0];
    geometry.batch = is_batch_first(node) ? x[0] : x[1];
    geometry.input_size = x[2];
    geometry.hidden_size = node.input(RecurrentInput::recurrence).shape[2];
    geometry.directions = direction == "bidirectional" ? 2 : 1;
    geometry.is_reverse = direction == "reverse";
    set_strides(geometry, is_batch_first(node));
    geometry.activations = read_activations(node, kind, static_cast<std::size_t>(geometry.directions));
    geometry.clip = positive_attribute(node, "clip");
    geometry.cell_clip = positive_attribute(node, "cell_clip");
    geometry.couples_gates = attribute_or<std::int64_t>(node, "input_forget", 0) != 0;
    geometry.is_linear_before_reset = attribute_or<std::int64_t>(node, "linear_before_reset", 0) != 0;
    return geometry;
}

std::vector<TensorType> recurrent_outputs(const NodeView& node) {
    if (require_same_data_type(node, 3) != DataType::float32) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32", name(node.input(0).data_type)));
    }
    const RecurrentGeometry geometry = recurrent_geometry(node);
    const std::int64_t rows = geometry.gates * geometry.hidden_size;
    const Shape states = state_shape(node, geometry);
    require_shape(node, RecurrentInput::weights, "weights", {geometry.directions, rows, geometry.input_size});
    require_shape(
        node, RecurrentInput::recurrence, "recurrence weights", {geometry.directions, rows, geometry.hidden_size}
    );
    require_shape(node, RecurrentInput::bias, "bias", {geometry.directions, 2 * rows});
    require_shape(node, RecurrentInput::lengths, "sequence lengths", {geometry.batch});
    require_shape(node, RecurrentInput::initial_h, "initial hidden state", states);
    std::vector<TensorType> outputs = {
        output_type(node, DataType::float32, output_shape(node, geometry)), {DataType::float32, states, {}}};
    if (geometry.op == RecurrentOp::lstm) {
        require_shape(node, RecurrentInput::initial_c, "initial cell state", states);
        require_shape(node, RecurrentInput::peepholes, "peepholes", {geometry.directions, 3 * geometry.hidden_size});
        outputs.push_back({DataType::float32, states, {}});
    }
    return outputs;
}

std::vector<OpDef> recurrent_defs() {
    const AttributeSpec cell_clip = {.name = "cell_clip", .kind_example = std::numeric_limits<double>::infinity()};
    return {
        definition(
            "lstm", "long short-term memory: x, weights [d, 4h, i], recurrence [d, 4h, h], bias, lengths, states", 8,
            {{.name = "input_forget", .kind_example = std::int64_t{0}}, cell_clip}
        ),
        definition(
            "gru", "gated recurrent unit: x, weights [d, 3h, i], recurrence [d, 3h, h], bias, lengths, state", 6,
            {{.name = "linear_before_reset", .kind_example = std::int64_t{0}}}
        ),
        definition("rnn", "recurrent layer: x, weights [d, h, i], recurrence [d, h, h], bias, lengths, state", 6, {}),
    };
}

} // namespace thimble

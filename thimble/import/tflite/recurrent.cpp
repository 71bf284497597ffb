// SPDX-License-Identifier: Apache-2.0
// Layers that keep a state in variable tensors: UNIDIRECTIONAL_SEQUENCE_LSTM and SVDF.
#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/unsupported.h"

#include <array>
#include <cmath>

namespace thimble::tflite_import {

namespace {

/// Inputs of UNIDIRECTIONAL_SEQUENCE_LSTM, those of four gates in the order input, forget, cell, output.
constexpr std::size_t input_weights = 1;
constexpr std::size_t recurrent_weights = 5;
constexpr std::size_t peepholes = 9; ///< of the input, forget and output gates
constexpr std::size_t biases = 12;
constexpr std::size_t projection = 16;
constexpr std::size_t hidden_state = 18;
constexpr std::size_t cell_state = 19;
constexpr std::size_t layer_normalization = 20;

using Gates = std::array<std::size_t, 4>;

constexpr Gates file_order = {0, 1, 2, 3};
constexpr Gates graph_order = {0, 3, 1, 2}; ///< of lstm: input, output, forget, cell

/// The stored tensors of four gates one after another, of this shape. Scales are kept along axis 0.
Tensor stacked(const OperatorReader& reader, std::size_t first, const Gates& order, Shape shape) {
    TensorType type{reader.input_type(first).data_type, std::move(shape), {}};
    Quantization quantization;
    std::vector<std::byte> bytes;
    for (const std::size_t gate : order) {
        const Tensor part = reader.stored_value(first + gate, "weights");
        if (part.type.data_type != type.data_type) {
            throw ModelError("E0303", "the gates' weights are of different data types");
        }
        bytes.insert(bytes.end(), part.bytes.begin(), part.bytes.end());
        if (part.type.quantization && !part.type.quantization->is_per_axis()) {
            quantization.scales.push_back(part.type.quantization->scale());
            quantization.zero_points.push_back(part.type.quantization->zero_point());
        }
    }
    if (type.data_type == DataType::int8 && quantization.scales.size() == order.size()) {
        type.quantization = quantization;
    }
    Tensor tensor(type);
    if (tensor.bytes.size() != bytes.size()) {
        throw ModelError(
            "E0303", fmt::format(
                         "the gates' weights have {} bytes together, expected {} of {}", bytes.size(),
                         tensor.bytes.size(), type.shape.to_string()
                     )
        );
    }
    tensor.bytes = std::move(bytes);
    return tensor;
}

struct LstmSizes {
    std::int64_t batch;
    std::int64_t steps;
    std::int64_t inputs;
    std::int64_t hidden;
};

LstmSizes lstm_sizes(const OperatorReader& reader, const tflite::UnidirectionalSequenceLSTMOptions& options) {
    const Shape input = reader.input_type(0).shape;
    const Shape weights = reader.input_type(recurrent_weights + 1).shape;
    if (input.rank() != 3 || weights.rank() != 2) {
        throw ModelError(
            "E0303",
            fmt::format(
                "input {} and recurrent weights {}, expected 3 and 2 axes", input.to_string(), weights.to_string()
            )
        );
    }
    const std::int64_t batch = options.time_major() ? input[1] : input[0];
    const std::int64_t steps = options.time_major() ? input[0] : input[1];
    return {batch, steps, input[2], weights[1]};
}

void expect_plain_lstm(const OperatorReader& reader, const tflite::UnidirectionalSequenceLSTMOptions& options) {
    const auto has = [&](std::size_t index) { return reader.has_input(index); };
    if (!has(input_weights)) {
        throw Unsupported{"a coupled input and forget gate", "convert an LSTM with all four gates"};
    }
    if (has(projection) || has(layer_normalization) || has(layer_normalization + 1)) {
        throw Unsupported{"an LSTM with a projection or layer normalisation", "convert a plain LSTM"};
    }
    if (options.fused_activation_function() != tflite::ActivationFunctionType::TANH) {
        throw Unsupported{"an LSTM with another activation than tanh", "convert an LSTM with tanh"};
    }
    const float clip = options.cell_clip();
    if (!std::isfinite(clip) || clip < 0.0F) {
        throw ModelError("E0303", fmt::format("the cell's limit is {}, expected 0 or more", clip));
    }
}

/// A state [n, h] as the operator lstm has it.
ValueId lstm_state(OperatorReader& reader, std::size_t index, const Shape& shape) {
    const ValueId state = reader.input(index, index == hidden_state ? "hidden" : "cell");
    return reader.add_inner_node(
        "reshape", "state", {state}, {{"shape", shape.extents()}}, {reader.input_type(index).data_type, shape, {}}
    );
}

void keep_lstm_state(OperatorReader& reader, std::size_t index, ValueId next) {
    const TensorType type = reader.input_type(index);
    reader.set_state(index, reader.add_inner_node("reshape", "next", {next}, {{"shape", type.shape.extents()}}, type));
}

/// The peepholes of the input, output and forget gates, or none.
ValueId lstm_peepholes(OperatorReader& reader, std::int64_t hidden) {
    if (!reader.has_input(peepholes)) {
        return ValueId::none();
    }
    std::vector<float> values;
    for (const std::size_t gate : {0, 2, 1}) {
        const Tensor part = reader.stored_value(peepholes + gate, "peepholes");
        if (part.type.data_type != DataType::float32 || part.type.shape.element_count() != hidden) {
            throw ModelError("E0303", "the peepholes do not fit the state");
        }
        values.insert(values.end(), part.elements<float>().begin(), part.elements<float>().end());
    }
    return reader.add_rearranged("peepholes", Tensor::of<float>({1, 3 * hidden}, values));
}

void add_float_lstm(OperatorReader& reader, const tflite::UnidirectionalSequenceLSTMOptions& options) {
    const LstmSizes sizes = lstm_sizes(reader, options);
    const std::int64_t rows = 4 * sizes.hidden;
    const bool is_batch_first = !options.time_major();
    const Shape states = is_batch_first ? Shape{sizes.batch, 1, sizes.hidden} : Shape{1, sizes.batch, sizes.hidden};
    const Shape outputs = is_batch_first ? Shape{sizes.batch, sizes.steps, 1, sizes.hidden}
                                         : Shape{sizes.steps, 1, sizes.batch, sizes.hidden};
    Tensor bias = stacked(reader, biases, graph_order, {1, rows});
    bias.type.shape = {1, 2 * rows}; // the recurrence has none
    bias.bytes.resize(2 * bias.bytes.size());
    const ValueId x = reader.input(0, "input");
    const ValueId w =
        reader.add_rearranged("weights", stacked(reader, input_weights, graph_order, {1, rows, sizes.inputs}));
    const ValueId r =
        reader.add_rearranged("recurrence", stacked(reader, recurrent_weights, graph_order, {1, rows, sizes.hidden}));
    const ValueId b = reader.add_rearranged("bias", std::move(bias));
    const ValueId h = lstm_state(reader, hidden_state, states);
    const ValueId c = lstm_state(reader, cell_state, states);
    Attributes attributes{{"layout", std::int64_t{is_batch_first ? 1 : 0}}};
    if (options.cell_clip() > 0.0F) {
        attributes.set("cell_clip", static_cast<double>(options.cell_clip()));
    }
    const DataType type = DataType::float32;
    const std::vector<ValueId> results = reader.add_inner_nodes_of(
        "lstm", {x, w, r, b, ValueId::none(), h, c, lstm_peepholes(reader, sizes.hidden)}, std::move(attributes),
        {{type, outputs, {}}, {type, states, {}}, {type, states, {}}}
    );
    keep_lstm_state(reader, hidden_state, results[1]);
    keep_lstm_state(reader, cell_state, results[2]);
    reader.add_node("reshape", {results[0]}, {{"shape", reader.output_type().shape.extents()}});
}

void add_quantized_lstm(OperatorReader& reader, const tflite::UnidirectionalSequenceLSTMOptions& options) {
    if (reader.has_input(peepholes + 2)) {
        throw Unsupported{"a quantised LSTM with peepholes", "convert a plain LSTM"};
    }
    const LstmSizes sizes = lstm_sizes(reader, options);
    const ValueId x = reader.input(0, "input");
    const ValueId w =
        reader.add_rearranged("weights", stacked(reader, input_weights, file_order, {4, sizes.hidden, sizes.inputs}));
    const ValueId r = reader.add_rearranged(
        "recurrence", stacked(reader, recurrent_weights, file_order, {4, sizes.hidden, sizes.hidden})
    );
    const ValueId h = reader.input(hidden_state, "hidden");
    const ValueId c = reader.input(cell_state, "cell");
    const ValueId b = reader.add_rearranged("bias", stacked(reader, biases, file_order, {4, sizes.hidden}));
    reader.add_stateful_node(
        "quantized_lstm", {x, w, r, h, c, b},
        {{"time_major", std::int64_t{options.time_major() ? 1 : 0}},
         {"cell_clip", static_cast<double>(options.cell_clip())}},
        {hidden_state, cell_state}
    );
}

void translate_lstm(OperatorReader& reader) {
    reader.expect_inputs(20, 24);
    reader.expect_matching_types(0);
    const auto& options = reader.options<tflite::UnidirectionalSequenceLSTMOptions>();
    expect_plain_lstm(reader, options);
    const DataType activations = reader.input_type(0).data_type;
    const DataType weights = reader.input_type(input_weights).data_type;
    if (activations == DataType::float32 && weights == DataType::float32) {
        add_float_lstm(reader, options);
    } else if (activations != DataType::float32 && weights == DataType::int8) {
        add_quantized_lstm(reader, options);
    } else {
        throw Unsupported{
            fmt::format("{} activations with {} weights", name(activations), name(weights)),
            "convert with full integer quantisation (a representative data set), or without quantisation"};
    }
}

void translate_svdf(OperatorReader& reader) {
    reader.expect_inputs(5, 5);
    reader.expect_matching_types(0);
    const auto& options = reader.options<tflite::SVDFOptions>();
    const DataType type = reader.input_type(0).data_type;
    if (reader.input_type(1).data_type != type || type == DataType::int16) {
        throw Unsupported{
            fmt::format("{} activations with {} weights", name(type), name(reader.input_type(1).data_type)),
            "convert with full integer quantisation (a representative data set), or without quantisation"};
    }
    Attributes attributes{{"rank", std::int64_t{options.rank()}}};
    if (type == DataType::float32) {
        // The integer form knows no activation: the output's range says it.
        set_activation(attributes, options.fused_activation_function());
    }
    std::vector<ValueId> inputs = {
        reader.input(0, "input"), reader.stored_input(1, "feature_weights"), reader.stored_input(2, "time_weights"),
        reader.input(4, "state")};
    if (reader.has_input(3)) {
        inputs.push_back(reader.stored_input(3, "bias"));
    }
    reader.add_stateful_node("svdf", std::move(inputs), std::move(attributes), {4});
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {UNIDIRECTIONAL_SEQUENCE_LSTM, {"lstm", "unidirectional_sequence_lstm"}, translate_lstm},
    {SVDF, {"svdf", ""}, translate_svdf},
};

} // namespace

std::span<const OperatorRow> recurrent_rows() {
    return rows;
}

} // namespace thimble::tflite_import

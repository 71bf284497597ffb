// SPDX-License-Identifier: Apache-2.0
// Recurrent layers: LSTM, GRU and RNN.
#include "thimble/ops/recurrent.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <limits>
#include <map>

namespace thimble::onnx_import {

namespace {

/// ONNX writes names of activations in any case.
std::string function_name(std::string name) {
    static const std::map<std::string, std::string> names = {
        {"sigmoid", "sigmoid"},
        {"tanh", "tanh"},
        {"relu", "relu"},
        {"affine", "affine"},
        {"leakyrelu", "leaky_relu"},
        {"thresholdedrelu", "thresholded_relu"},
        {"scaledtanh", "scaled_tanh"},
        {"hardsigmoid", "hard_sigmoid"},
        {"elu", "elu"},
        {"softsign", "softsign"},
        {"softplus", "softplus"},
    };
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    });
    const auto found = names.find(name);
    if (found == names.end()) {
        throw ModelError("E0323", fmt::format("no activation is named `{}`", name));
    }
    return found->second;
}

/// The functions by name with an alpha and a beta each: those of the file go to the functions that take them, in order.
void set_activations(NodeReader& reader, Attributes& attributes) {
    const std::vector<std::string> names = reader.attributes().texts("activations", {});
    std::string joined;
    std::vector<double> alphas;
    std::vector<double> betas;
    const std::vector<double> given_alphas = reader.attributes().reals("activation_alpha", {});
    const std::vector<double> given_betas = reader.attributes().reals("activation_beta", {});
    auto alpha = given_alphas.begin();
    auto beta = given_betas.begin();
    for (const std::string& name : names) {
        const std::string function = function_name(name);
        const RecurrentActivation defaults = named_activation(function);
        joined += (joined.empty() ? "" : " ") + function;
        const bool takes_alpha = defaults.alpha != 0.0;
        const bool takes_beta = function == "affine" || function == "scaled_tanh" || function == "hard_sigmoid";
        alphas.push_back(takes_alpha && alpha != given_alphas.end() ? *alpha++ : defaults.alpha);
        betas.push_back(takes_beta && beta != given_betas.end() ? *beta++ : defaults.beta);
    }
    if (!names.empty()) {
        attributes.set("activations", joined);
        attributes.set("activation_alpha", alphas);
        attributes.set("activation_beta", betas);
    }
}

/// The attributes that all three share.
Attributes shared_attributes(NodeReader& reader) {
    Attributes attributes{
        {"direction", reader.attributes().text("direction", "forward")},
        {"clip", reader.attributes().real("clip", std::numeric_limits<double>::infinity())},
        {"layout", reader.attributes().integer("layout", 0)}};
    set_activations(reader, attributes);
    return attributes;
}

void translate(NodeReader& reader, const std::string& op, std::size_t most_inputs, Attributes attributes) {
    reader.expect_inputs(3, most_inputs);
    std::vector<ValueId> inputs = reader.inputs();
    const std::vector<ValueId> outputs = reader.add_several(op, std::move(inputs), std::move(attributes));
    for (std::size_t index = 0; index < outputs.size(); ++index) {
        reader.define(index, outputs[index]);
    }
}

void translate_lstm(NodeReader& reader) {
    Attributes attributes = shared_attributes(reader);
    attributes.set("input_forget", reader.attributes().integer("input_forget", 0));
    translate(reader, "lstm", 8, std::move(attributes));
}

void translate_gru(NodeReader& reader) {
    Attributes attributes = shared_attributes(reader);
    attributes.set("linear_before_reset", reader.attributes().integer("linear_before_reset", 0));
    translate(reader, "gru", 6, std::move(attributes));
}

void translate_rnn(NodeReader& reader) {
    translate(reader, "rnn", 6, shared_attributes(reader));
}

constexpr OperatorRow rows[] = {
    {"LSTM", translate_lstm},
    {"GRU", translate_gru},
    {"RNN", translate_rnn},
};

} // namespace

std::span<const OperatorRow> recurrent_rows() {
    return rows;
}

} // namespace thimble::onnx_import

// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/offenders.h"

#include "thimble/core/error.h"

namespace thimble::tflite_import {

namespace {

std::string_view help_for(tflite::BuiltinOperator code) {
    using enum tflite::BuiltinOperator;
    switch (code) {
    case CUSTOM:
    case DELEGATE:
        return "express the layer with builtin operators";
    case IF:
    case WHILE:
    case CALL:
    case CALL_ONCE:
        return "convert a model without control flow";
    case VAR_HANDLE:
    case READ_VARIABLE:
    case ASSIGN_VARIABLE:
        return "convert a stateless model and keep the state in the firmware";
    case SHAPE:
    case STRIDED_SLICE:
    case PACK:
        return "convert with a fixed input shape, batch included, so that shapes are constants";
    case LSTM:
    case UNIDIRECTIONAL_SEQUENCE_LSTM:
    case UNIDIRECTIONAL_SEQUENCE_RNN:
        return "replace the recurrent layer by convolutions over time";
    case FAKE_QUANT:
        return "convert the trained model with int8 quantisation";
    case PRELU:
    case ELU:
    case GELU:
        return "train with ReLU, ReLU6 or LeakyReLU instead";
    default:
        return "replace the layer by supported operators, or leave it out of the model";
    }
}

} // namespace

Unsupported unsupported_operator(tflite::BuiltinOperator code) {
    return {"the operator is not supported", std::string(help_for(code))};
}

void Offenders::add(const std::string& where, const Unsupported& unsupported) {
    notes_.push_back(fmt::format("{}: {}; {}", where, unsupported.what, unsupported.help));
}

void Offenders::throw_if_any() const {
    if (notes_.empty()) {
        return;
    }
    const std::string count = notes_.size() == 1 ? "1 part" : fmt::format("{} parts", notes_.size());
    ModelError error("E0304", count + " of the model not supported");
    for (const std::string& note : notes_) {
        error.add_note(note);
    }
    throw error;
}

} // namespace thimble::tflite_import

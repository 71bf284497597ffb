// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/activation.h"

#include "thimble/core/error.h"
#include "thimble/import/tflite/unsupported.h"

#include <limits>

namespace thimble::tflite_import {

std::vector<double> activation_range(tflite::ActivationFunctionType activation) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    switch (activation) {
    case tflite::ActivationFunctionType::NONE:
        return {-infinity, infinity};
    case tflite::ActivationFunctionType::RELU:
        return {0.0, infinity};
    case tflite::ActivationFunctionType::RELU_N1_TO_1:
        return {-1.0, 1.0};
    case tflite::ActivationFunctionType::RELU6:
        return {0.0, 6.0};
    default:
        break;
    }
    const std::string name = tflite::EnumNameActivationFunctionType(activation);
    if (name.empty()) {
        throw ModelError("E0303", fmt::format("unknown fused activation {}", static_cast<int>(activation)));
    }
    throw Unsupported{"fused activation " + name, "train with ReLU, ReLU6, or the activation as a layer of its own"};
}

void set_activation(Attributes& attributes, tflite::ActivationFunctionType activation) {
    std::vector<double> range = activation_range(activation);
    if (activation != tflite::ActivationFunctionType::NONE) {
        attributes.set("activation", std::move(range));
    }
}

} // namespace thimble::tflite_import

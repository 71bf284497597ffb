// SPDX-License-Identifier: Apache-2.0
#include "thimble/export/tflite/activation.h"

#include "thimble/export/tflite/node_writer.h"

#include <limits>

namespace thimble::tflite_export {

tflite::ActivationFunctionType fused_activation(const Attributes& attributes) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::vector<double>& range = attributes.get<std::vector<double>>("activation");
    if (range == std::vector{-infinity, infinity}) {
        return tflite::ActivationFunctionType::NONE;
    }
    if (range == std::vector{0.0, infinity}) {
        return tflite::ActivationFunctionType::RELU;
    }
    if (range == std::vector{0.0, 6.0}) {
        return tflite::ActivationFunctionType::RELU6;
    }
    if (range == std::vector{-1.0, 1.0}) {
        return tflite::ActivationFunctionType::RELU_N1_TO_1;
    }
    throw_inexpressible(fmt::format("activation [{}, {}]", range[0], range[1]));
}

} // namespace thimble::tflite_export

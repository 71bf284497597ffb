// SPDX-License-Identifier: Apache-2.0
// ONNX Runtime as a second opinion; tests/suites/onnxruntime has what runs it.
#pragma once

#include "thimble/core/tensor.h"

#include <filesystem>
#include <string>
#include <vector>

namespace thimble::suites {

struct NamedTensor {
    std::string name;
    Tensor tensor;
};

/// Whether the tests' set-up could install it.
bool has_onnxruntime();

/// The outputs of one inference, in the model's order. Errors: EnvironmentError when it refuses the model.
std::vector<Tensor> run_onnxruntime(const std::filesystem::path& model, const std::vector<NamedTensor>& inputs);

} // namespace thimble::suites

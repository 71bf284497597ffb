// SPDX-License-Identifier: Apache-2.0
// ONNX files, operator sets 1 to 24, into the Graph: channels last, quantised tensors as affine int8, and all that
// follows from shapes alone computed already.
#pragma once

#include "thimble/core/diagnostics.h"
#include "thimble/core/error.h"
#include "thimble/ir/graph.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace thimble {

/// What a model leaves open and a microcontroller needs to know.
struct OnnxOptions {
    std::map<std::string, std::int64_t> dimensions; ///< extents of symbolic dimensions
    std::map<std::string, Tensor> bound_inputs;     ///< graph inputs that become constants
};

/// A shape, an axis or the like depends on this graph input, so that it must be bound.
class NeedsConstant : public ModelError {
public:
    NeedsConstant(std::string input, const std::string& message)
        : ModelError("E0326", message), input_(std::move(input)) {
        set_hint("give the input a fixed value: --bind " + input_ + "=...");
    }

    const std::string& input() const { return input_; }

private:
    std::string input_;
};

/// Translates a model. `file_name` serves errors, and its folder holds external data.
/// A symbolic first dimension without a value becomes 1, with a warning.
/// Errors: ModelError E0320 (no ONNX model, or damaged), E0321 (the model contradicts itself), E0322 (operator set),
///         E0323 (attribute), E0304 (every operator that is not supported), E0325 (symbolic dimension), E0326
///         (NeedsConstant), E0327 (external data).
Graph import_onnx(
    std::span<const std::byte> bytes, const std::string& file_name, const OnnxOptions& options, Diagnostics& diagnostics
);

/// The operators that are translated: `Conv`, and `com.microsoft.QLinearAdd` of another domain.
std::vector<std::string> onnx_operator_names();

/// Whether the bytes look like an ONNX model rather than one of another format.
bool looks_like_onnx(std::span<const std::byte> bytes);

} // namespace thimble

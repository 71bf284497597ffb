// SPDX-License-Identifier: Apache-2.0
// Functions that a model brings along, as exporters write them for layers: each call is replaced by the body.
#pragma once

#include "thimble/import/onnx/messages.h"

#include <vector>

namespace thimble::onnx_import {

/// The nodes of the model's graph with every call of one of its functions replaced by the function's nodes, whose
/// tensors and names begin with the caller's.
/// Errors: ModelError E0321 for a call with more operands than the function has, functions that call themselves, and
///         bodies that together are far larger than the file; E0322 for a body of another operator set.
std::vector<onnx::NodeProto> inline_functions(const onnx::ModelProto& model, std::int64_t opset);

} // namespace thimble::onnx_import

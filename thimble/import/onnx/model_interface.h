// SPDX-License-Identifier: Apache-2.0
// The inputs and stored tensors of a model's graph.
#pragma once

#include "thimble/core/diagnostics.h"
#include "thimble/import/onnx/graph_builder.h"
#include "thimble/import/onnx/offenders.h"

namespace thimble::onnx_import {

/// Adds stored tensors as constants, and the inputs of `graph` that are not stored, bound ones as constants.
/// Errors: ModelError E0321, E0325 (a symbolic dimension other than the first without a value, all named), E0327.
void add_interface(
    GraphBuilder& builder, const onnx::GraphProto& graph, const OnnxOptions& options, const ExternalData& external_data,
    Offenders& offenders, Diagnostics& diagnostics
);

} // namespace thimble::onnx_import

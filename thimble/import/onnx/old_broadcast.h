// SPDX-License-Identifier: Apache-2.0
// Broadcasting as it was before operator set 7: the second operand lies along the axes of the first from `axis` on, and
// not along the last ones. Models that PyTorch wrote in 2017 and 2018 have it.
#pragma once

#include "thimble/import/onnx/graph_builder.h"

namespace thimble::onnx_import {

/// The first operator set that broadcasts as NumPy does.
inline constexpr std::int64_t first_opset_with_broadcasting = 7;

/// `node` of an older operator set, with a second operand that means the same today: where axes must follow, a reshape
/// of it is added. Other nodes are returned as they are.
/// Source: ONNX, Changelog.md, operators Add, PRelu and their kind, versions 1 to 7.
/// Errors: ModelError E0321 for axes that the operands do not have.
onnx::NodeProto with_todays_broadcasting(const onnx::NodeProto& node, GraphBuilder& builder);

} // namespace thimble::onnx_import

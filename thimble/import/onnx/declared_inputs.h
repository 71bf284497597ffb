// SPDX-License-Identifier: Apache-2.0
// What a model file says of its inputs, before anything is translated.
#pragma once

#include "thimble/core/data_type.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace thimble {

struct DeclaredDimension {
    std::int64_t extent = -1; ///< negative when it is symbolic
    std::string symbol;       ///< its name; empty when it is a number, or has none

    bool is_known() const { return extent >= 0; }
};

struct DeclaredInput {
    std::string name;
    std::optional<DataType> data_type;                        ///< empty for one that Thimble does not have
    std::optional<std::vector<DeclaredDimension>> dimensions; ///< empty when the file gives no shape
};

/// The inputs that the file stores no value for, in order.
/// Errors: ModelError E0320 for bytes that are no model.
std::vector<DeclaredInput> declared_onnx_inputs(std::span<const std::byte> bytes);

} // namespace thimble

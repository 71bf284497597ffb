// SPDX-License-Identifier: Apache-2.0
// What the lowering of operators shares that move elements: kernels work on bytes, by the size of what they move.
#pragma once

#include "thimble/lower/kernel_step.h"

#include <span>
#include <string>

namespace thimble {

/// The operand as bytes, whatever its data type.
inline Operand as_bytes(Operand operand) {
    operand.element = DataType::int8;
    return operand;
}

/// An output that an earlier step of the node has filled: this step stays behind that one.
inline Operand updated(Operand operand) {
    operand.access = Access::scratch;
    return as_bytes(operand);
}

/// The function of `family` for moving `block_bytes` at a time: `strided_copy_4` for whole elements of `type`, and
/// `strided_copy_blocks` for other blocks, which need not be aligned.
inline std::string mover_function(std::string_view family, std::int64_t block_bytes, DataType type) {
    const bool is_element = block_bytes == static_cast<std::int64_t>(size_bytes(type));
    return std::string(family) + "_" + (is_element ? std::to_string(block_bytes) : "blocks");
}

/// The fields `<name>_0`, `<name>_1`, ... with these values.
inline void
append_fields(std::vector<Parameter>& parameters, std::string_view name, std::span<const std::int64_t> values) {
    for (std::size_t index = 0; index < values.size(); ++index) {
        parameters.push_back(integer(std::string(name) + "_" + std::to_string(index), values[index]));
    }
}

} // namespace thimble

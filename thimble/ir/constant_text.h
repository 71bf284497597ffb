// SPDX-License-Identifier: Apache-2.0
// The data of constants in graph text: elements as numbers, or all bytes as one hexadecimal word.
#pragma once

#include "thimble/core/data_type.h"
#include "thimble/core/tensor.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

/// The first `count` elements as `1, -2, 3`.
std::string format_elements(const Tensor& tensor, std::size_t count);

/// `0x` and two digits a byte, in the order of the bytes in memory.
std::string format_bytes(const std::vector<std::byte>& bytes);

/// Appends the bytes of one element; false when `word` is no number of that type.
bool append_element(std::vector<std::byte>& bytes, DataType type, std::string_view word);

/// The inverse of format_bytes; empty when `word` is not of that form.
std::optional<std::vector<std::byte>> parse_bytes(std::string_view word);

} // namespace thimble

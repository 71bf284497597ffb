// SPDX-License-Identifier: Apache-2.0
// Values and texts as they are written in C and C++ source.
#pragma once

#include "thimble/core/data_type.h"
#include "thimble/core/tensor.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

/// The C type of an element; booleans are bytes.
std::string_view c_type(DataType type);

/// A constant expression with exactly this value; the smallest value has no literal of its own in C.
std::string integer_literal(std::int64_t value);

/// A float constant with exactly this value: shortest digits that read back the same, infinities and
/// not-a-number by compiler built-ins.
std::string float_literal(float value);

/// The elements in `bytes` (little-endian) as literals.
std::vector<std::string> element_literals(DataType type, std::span<const std::byte> bytes);

/// `items` separated by commas, in indented lines of at most 100 columns, each ending in a comma and a newline.
std::string wrapped_list(const std::vector<std::string>& items);

/// `text` fit for a line comment or Markdown: printable ASCII without backslashes and backticks, at most 120
/// characters.
std::string comment_text(std::string_view text);

/// The real value of a stored one, in words: `0.5 * (stored + 128)`.
std::string real_value_text(const Quantization& quantization);

/// `text` as a string literal with quotes.
std::string string_literal(std::string_view text);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Reads the parts of graph text that stand for themselves: types, attribute values and constant data.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/attributes.h"
#include "thimble/ir/text_scanner.h"

#include <cstdint>

namespace thimble {

/// An integer from the next token.
/// Errors: E0401 when it is none, E0405 when it lies outside [minimum, maximum].
std::int64_t parse_integer(TextScanner& scanner, std::int64_t minimum, std::int64_t maximum);

/// `int8[1, 4] q(0.5, -3)`
/// Errors: E0401; E0405 for shapes of more than 2^40 elements.
TensorType parse_type(TextScanner& scanner);

/// `{stride = [1, 2], beta = 1.0}`
/// Errors: E0401, E0405; E0403 for an attribute given twice.
Attributes parse_attributes(TextScanner& scanner);

/// `[1, -2, 3]` or `0x01fe03`
/// Errors: E0401; E0404 when elements are not of the type or their number is not the shape's.
Tensor parse_constant(TextScanner& scanner, TensorType type);

} // namespace thimble

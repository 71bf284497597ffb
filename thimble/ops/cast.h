// SPDX-License-Identifier: Apache-2.0
// The attribute `to` of operators that convert to another data type.
#pragma once

#include "thimble/core/data_type.h"
#include "thimble/ir/attributes.h"

namespace thimble {

/// The data type that the attribute `to` names. Errors: ModelError E0422 for another word.
DataType data_type_attribute(const Attributes& attributes, DataType fallback);

} // namespace thimble

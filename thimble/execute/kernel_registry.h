// SPDX-License-Identifier: Apache-2.0
// The device kernels by the names that Programs call them, made from cmake/operators.cmake.
#pragma once

#include "thimble/execute/kernel_adapter.h"

#include <string_view>
#include <vector>

namespace thimble {

/// Errors: InternalError for a name that no kernel has.
const KernelEntry& find_kernel(std::string_view name);

/// All names, sorted.
std::vector<std::string_view> kernel_names();

} // namespace thimble

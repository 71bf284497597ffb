// SPDX-License-Identifier: Apache-2.0
// Kernels that were chosen for single nodes, by measurement or by hand, instead of the first that applies.
#pragma once

#include <map>
#include <string>

namespace thimble {

/// Node's name to the name of a kernel variant of its operator: `armv7em/conv2d_s8`.
using KernelChoices = std::map<std::string, std::string>;

} // namespace thimble

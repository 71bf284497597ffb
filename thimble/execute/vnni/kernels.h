// SPDX-License-Identifier: Apache-2.0
// Host kernels for x86-64 with AVX-512 and its instructions for 8-bit dot products. The program itself is compiled for
// every x86-64; only these functions use more, after they have asked.
#pragma once

#include "thimble/execute/host_kernel.h"

#include <memory>

namespace thimble::vnni {

/// Whether this machine has the instructions. Always false where the program was compiled for another architecture.
bool is_supported();

/// Null for steps that have no kernel here. Units: is_supported().
std::unique_ptr<HostKernel> prepare_kernel(const BoundStep& step);

std::unique_ptr<HostKernel> prepare_conv2d(const BoundStep& step);
std::unique_ptr<HostKernel> prepare_fully_connected(const BoundStep& step);
std::unique_ptr<HostKernel> prepare_depthwise_conv2d(const BoundStep& step);
std::unique_ptr<HostKernel> prepare_add(const BoundStep& step);
std::unique_ptr<HostKernel> prepare_average_pool2d(const BoundStep& step);

} // namespace thimble::vnni

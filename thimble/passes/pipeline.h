// SPDX-License-Identifier: Apache-2.0
// The passes every imported graph goes through before it is quantised or lowered.
#pragma once

#include "thimble/passes/pass.h"

#include <vector>

namespace thimble {

/// The default passes in order. A pass may stand there more than once.
const std::vector<Pass>& default_pipeline();

} // namespace thimble

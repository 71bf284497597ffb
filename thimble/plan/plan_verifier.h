// SPDX-License-Identifier: Apache-2.0
// Checks a planned Program against the rules of planning, not against the planner: it shares no code with it.
#pragma once

#include "thimble/program/program.h"

namespace thimble {

/// Checks that in `planned`
/// - every buffer in use is aligned and lies inside the arena,
/// - no two buffers overlap while both hold data, except an output and a dying input in a step that declares the pair
///   to share memory: the output starts exactly where the input starts, or as far ahead of it as the step asks for,
/// - nothing is read before something wrote it, no write is lost, every output is written.
/// Errors: InternalError that names the buffers and the step.
void verify_plan(const Program& planned);

/// Also checks that `planned` has the steps of `given`, and that each step finds in its buffers what the
/// same writers left there as in the given order.
void verify_plan(const Program& planned, const Program& given);

} // namespace thimble

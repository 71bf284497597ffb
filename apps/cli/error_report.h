// SPDX-License-Identifier: Apache-2.0
// Shows an error as a compiler would: code, message, file and node, notes, a hint.
#pragma once

#include "apps/cli/session.h"
#include "thimble/core/error.h"

namespace thimble::cli {

/// Prints to stderr only.
void print_error(const Error& error, const Session& session);

/// Prints to stderr, and with --json also a `thimble.error/1` document to stdout. Returns the exit status.
int report(const Error& error, const Session& session);

} // namespace thimble::cli

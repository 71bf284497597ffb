// SPDX-License-Identifier: Apache-2.0
// Options that several verbs share: the model, the target, optimisation, passes, budgets.
#pragma once

#include "apps/cli/session.h"
#include "thimble/driver/budget.h"
#include "thimble/driver/compile_model.h"
#include "thimble/driver/tune_kernels.h"

#include <string>
#include <vector>

namespace thimble::cli {

struct ModelOptions : CompileOptions {
    bool times_passes = false;
    std::string kernels_file; ///< with chosen kernels, or empty
};

/// Adds MODEL, the target (as `target_flag`), --optimize and the options about passes.
void add_model_options(CLI::App& verb, ModelOptions& options, const std::string& target_flag);

/// Adds of --max-ram, --max-flash, --max-instructions and --max-cycles those that `kinds` names.
void add_budget_options(CLI::App& verb, Budget& budget, const std::vector<std::string>& kinds);

/// The options with the arena held to the RAM budget, of which `stack_bytes` are kept for the stack.
ModelOptions within(ModelOptions options, const Budget& budget, std::size_t stack_bytes = 0);

/// Compiles, and shows the importer's warnings and, when asked for, what each pass took.
CompiledModel compile_for(const ModelOptions& options, const Session& session);

/// The uses that exceed their limits, printed to stderr as errors; the exit status, 0 or 1.
int check_budget(const std::vector<BudgetUse>& uses, const Session& session);

} // namespace thimble::cli

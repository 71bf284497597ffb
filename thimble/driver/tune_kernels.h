// SPDX-License-Identifier: Apache-2.0
// The kernel of each layer chosen by measuring all that apply in the emulator, and the file that keeps the choice.
#pragma once

#include "thimble/driver/compile_model.h"
#include "thimble/driver/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace thimble {

/// A layer for which another kernel than the first that applies is the best.
struct TunedLayer {
    std::string name;
    std::string kernel;
    std::uint64_t cost = 0;
    std::uint64_t default_cost = 0; ///< of the first kernel that applies
};

/// Estimated cycles where the core's timings are known, else measured instructions.
enum class CostUnit : std::uint8_t { cycles, instructions };

struct Tuning {
    CostUnit unit = CostUnit::instructions;
    KernelChoices kernels;          ///< of `layers`
    std::vector<TunedLayer> layers; ///< in the graph's order
};

/// Profiles the model once for each rank of kernel: layers do not depend on each other's. Where the choice needs more
/// arena than `options.max_arena_bytes` it gives up the layers that gain least. Errors: as compile_model and profile.
Tuning tune_kernels(const CompileOptions& options, const ProgressSink& progress);

/// One line for each node: the kernel, a space, the node's name. Lines that begin with # are comments.
std::string to_text(const KernelChoices& kernels);

/// Errors: ModelError E0201 for a file that cannot be read, E0123 for a line of another form, with its number.
KernelChoices read_kernel_choices(const std::filesystem::path& path);

} // namespace thimble

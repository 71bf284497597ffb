// SPDX-License-Identifier: Apache-2.0
// A model file through import, passes, lowering and plan, then run twice: by the interpreter and by the device's
// kernels on the host.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/graph.h"
#include "thimble/program/program.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace thimble {

/// The shared data folder: THIMBLE_DATA, by default ../shared.
std::filesystem::path data_folder();

/// Paths below `folder` with this extension, in order.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, const std::string& extension);

struct CompiledForHost {
    Graph graph;
    Program program;
};

/// Errors: those of compiling.
CompiledForHost compile_for_host(const std::filesystem::path& model);

/// Random inputs: integers over their whole range, float32 within [-1, 1].
std::vector<Tensor> random_inputs(const Graph& graph, std::uint32_t seed);

/// Outputs of the device's kernels, after expecting the interpreter to give the same: integers exactly, float32 within
/// 1e-4 of the largest magnitude of the tensor.
std::vector<Tensor> run_both_ways(const CompiledForHost& model, const std::vector<Tensor>& inputs);

} // namespace thimble

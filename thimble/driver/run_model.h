// SPDX-License-Identifier: Apache-2.0
// Runs a model on the host over input files: the work behind `thimble run`.
#pragma once

#include "thimble/driver/compile_model.h"
#include "thimble/driver/progress.h"

#include <filesystem>
#include <string>
#include <vector>

namespace thimble {

struct RunResult {
    std::string input; ///< file name, with `#k` for the k-th vector of a file that holds several
    std::vector<Tensor> outputs;
};

/// Inputs of `path`: a raw file, or a folder whose `.bin` files are taken in order of name. A file
/// holds one or more vectors, each all inputs concatenated, in the model's own data types or, told
/// apart by size, as float32, which is then quantised. A model's states are kept from one vector of a file to
/// the next, and begin anew with every file.
/// Errors: ModelError E0201, E0204 naming the file.
std::vector<RunResult>
run_model(const CompiledModel& model, const std::filesystem::path& path, const ProgressSink& progress);

/// The elements of a tensor as real numbers: dequantised when it is quantised.
std::vector<double> real_values(const Tensor& tensor);

} // namespace thimble

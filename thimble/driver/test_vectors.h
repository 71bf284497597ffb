// SPDX-License-Identifier: Apache-2.0
// Inputs with expected outputs: golden vectors from a folder, or seeded random inputs.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/graph.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace thimble {

struct TestVector {
    std::string name;              ///< `01` for input_01.bin
    std::vector<Tensor> inputs;    ///< in the model's order
    std::vector<std::byte> golden; ///< all outputs concatenated; empty when there is no golden file
};

/// Reads input_NN.bin and output_NN.bin (raw little-endian, tensors concatenated in order).
/// Errors: ModelError when the folder has none, or a file has another size than the model's tensors.
std::vector<TestVector> load_golden_vectors(const Graph& graph, const std::filesystem::path& folder);

/// Inputs made by xorshift32 from `seed`, 1, 2, ...: the top byte of each state is an int8 element;
/// a float element is that byte divided by 128.
std::vector<TestVector> random_vectors(const Graph& graph, std::size_t count, std::uint32_t seed);

/// The tensors' bytes one after another.
std::vector<std::byte> concatenate(const std::vector<Tensor>& tensors);

/// Splits concatenated bytes into tensors of the graph's inputs.
std::vector<Tensor> split_inputs(const Graph& graph, const std::vector<std::byte>& bytes, const std::string& file);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What a model file says about itself, read without the importer: which operators and data types a case needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace thimble::suites {

struct ModelInput {
    std::string name;
    std::vector<std::string> dimensions; ///< the name of each symbolic one; empty for a number
};

struct ModelFacts {
    std::set<std::string> operators;  ///< `Conv`; with its domain where that is not ONNX's own
    std::set<std::string> data_types; ///< of all tensors that the file declares: `float32`, `float16`
    std::vector<ModelInput> inputs;   ///< that have no initializer
    std::vector<std::string> outputs;
};

/// Errors: ModelError when the bytes are not a model.
ModelFacts read_facts(std::span<const std::byte> bytes);

/// Whether Thimble means to have all of the model's operators and data types.
bool is_eligible(const ModelFacts& facts);

/// Those of `data_types` that Thimble does not have.
std::vector<std::string> foreign_data_types(const ModelFacts& facts);

} // namespace thimble::suites

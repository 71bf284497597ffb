// SPDX-License-Identifier: Apache-2.0
// The cases of ONNX's conformance suites: folders with a model, its inputs and the outputs that it must give.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace thimble::suites {

struct OnnxCase {
    std::string name; ///< `node/test_abs`: suite and folder
    std::filesystem::path folder;

    std::filesystem::path model() const { return folder / "model.onnx"; }

    /// `input_0.pb`, `input_1.pb`, ... or `output_0.pb`, ...: those that exist, in order.
    std::vector<std::filesystem::path> tensors(const std::string& stem) const;
};

/// `models/onnx-node-tests` below THIMBLE_DATA, or below the folder `shared` beside the sources.
std::filesystem::path suites_folder();

/// Unpacks the archives of `folder` below `scratch`, unless an earlier call did, and lists their cases by name.
/// Errors: EnvironmentError when tar fails.
std::vector<OnnxCase> unpack_cases(const std::filesystem::path& folder, const std::filesystem::path& scratch);

} // namespace thimble::suites

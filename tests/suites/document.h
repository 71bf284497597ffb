// SPDX-License-Identifier: Apache-2.0
// docs/onnx-node-cases.md and docs/operator-cases.csv, from the results of all cases.
#pragma once

#include "tests/suites/run_case.h"

#include <filesystem>
#include <string>
#include <vector>

namespace thimble::suites {

/// docs/operator-cases.csv: how many ONNX cases and public TensorFlow Lite models below `models` hold each operator of
/// the Graph and pass or are read.
std::string operator_cases(const std::vector<CaseResult>& results, const std::filesystem::path& models);

/// The same text for the same verdicts: no measured differences, no times.
std::string cases_document(const std::vector<CaseResult>& results);

} // namespace thimble::suites

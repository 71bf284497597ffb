// SPDX-License-Identifier: Apache-2.0
// docs/onnx-node-cases.md, from the results of all cases.
#pragma once

#include "tests/suites/run_case.h"

#include <string>
#include <vector>

namespace thimble::suites {

/// The same text for the same verdicts: no measured differences, no times.
std::string cases_document(const std::vector<CaseResult>& results);

} // namespace thimble::suites

// SPDX-License-Identifier: Apache-2.0
// Counts results and groups the cases that do not pass by their reasons.
#pragma once

#include "tests/suites/run_case.h"

#include <cstddef>
#include <string>
#include <vector>

namespace thimble::suites {

/// `wrong result`
std::string_view name(Reason reason);

struct Count {
    std::size_t passed = 0;
    std::size_t all = 0;

    double percent() const { return all == 0 ? 100.0 : 100.0 * static_cast<double>(passed) / static_cast<double>(all); }
};

/// Of the cases that Thimble means to have.
Count count_eligible(const std::vector<CaseResult>& results);

/// How many pass, how nearly, and the reasons of those that do not.
std::string summary_text(const std::vector<CaseResult>& results);

/// One line for people: name, verdict and why.
std::string result_line(const CaseResult& result);

} // namespace thimble::suites

// SPDX-License-Identifier: Apache-2.0
// Takes one case through all of Thimble: import, passes, lowering, plan; then the reference, the kernels on the host
// and the emitted library, each held against the outputs that the suite expects.
#pragma once

#include "tests/suites/compare_tensors.h"
#include "tests/suites/onnx_case.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thimble::suites {

enum class LibraryBuild : bool { skip, build };

/// Why a case does not pass.
enum class Reason : std::uint8_t {
    none,
    data_type,    ///< it uses a data type that Thimble does not have
    unsupported,  ///< the importer says so; the details say what
    no_kernel,    ///< no kernel for a node
    model_error,  ///< refused for another reason
    wrong_result, ///< an output differs
    defect        ///< an exception that is not the file's fault, a crash, or out of time
};

struct CaseResult {
    std::string name;
    bool is_eligible = false;
    Reason reason = Reason::none;
    std::string detail;                  ///< what the summary groups by: the data type, operator or error
    std::string text;                    ///< at length: the error with its notes
    Nearness nearness = Nearness::exact; ///< of the farthest output
    double max_difference = 0;
    std::vector<std::string> bound_inputs;    ///< that had to be constants
    std::vector<std::string> operators;       ///< of the file
    std::vector<std::string> graph_operators; ///< that they became

    bool passed() const { return reason == Reason::none; }
};

/// Never throws: what goes wrong is the result.
CaseResult run_case(const OnnxCase& test, LibraryBuild build);

} // namespace thimble::suites

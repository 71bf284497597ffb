// SPDX-License-Identifier: Apache-2.0
// Oracle, host kernels and the emitted library on its target, held against each other and against
// golden vectors: the work behind `thimble validate`.
#pragma once

#include "thimble/driver/compile_model.h"
#include "thimble/driver/progress.h"
#include "thimble/driver/test_vectors.h"

#include <cstddef>
#include <string>
#include <vector>

namespace thimble {

/// The outputs of one executor compared with the expected ones.
struct Comparison {
    std::string executor; ///< `oracle`, `host kernels`, `library on cortex-m4`
    std::size_t mismatched_vectors = 0;
    double max_abs_difference = 0; ///< in quanta for integers, in units of the output for floats
    std::string first_mismatch;    ///< vector and element, empty when none
};

struct ValidationReport {
    std::string target;
    std::string reference; ///< what the outputs are compared with: `golden` or `oracle`
    std::size_t vectors = 0;
    std::vector<Comparison> comparisons; ///< one an executor, the target's last
    std::size_t mismatched_vectors = 0;  ///< vectors on which any executor differs
    double max_abs_difference = 0;
    bool bit_exact = false; ///< every byte of every output equal
    bool passed = false;    ///< bit-exact, or floats within `float_tolerance`
};

/// Largest difference allowed between float outputs, relative to the largest magnitude of the output:
/// kernels accumulate in float32 in another order than the oracle, which accumulates in double.
inline constexpr double float_tolerance = 1e-4;

ValidationReport
validate(const CompiledModel& model, const std::vector<TestVector>& vectors, const ProgressSink& progress);

} // namespace thimble

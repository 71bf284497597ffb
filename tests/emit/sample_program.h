// SPDX-License-Identifier: Apache-2.0
// A planned Program of real kernels, with outputs computed by calling these kernels directly.
// fully connected twice, added in place, copied to an int8 output and dequantised to a float output.
#pragma once

#include "thimble/emit/emit_library.h"
#include "thimble/program/program.h"

#include <string>
#include <vector>

namespace thimble {

/// Which of the two outputs the program has.
enum class SampleOutputs { int8_only, int8_and_float };

/// Not planned: two layers read the input.
Program sample_program(SampleOutputs outputs, const std::string& kernel_folder = "");

/// Options with `vectors` self-test vectors from seed 7.
EmitOptions sample_options(SampleOutputs outputs, std::size_t vectors = 3);

} // namespace thimble

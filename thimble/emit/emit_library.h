// SPDX-License-Identifier: Apache-2.0
// The emitter: a planned Program becomes a C++ library that needs nothing else.
#pragma once

#include "thimble/emit/emitted_library.h"
#include "thimble/program/optimize.h"
#include "thimble/program/program.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

/// Test vectors that the library carries. The inputs of vector i are not stored: the device makes them by
/// xorshift32 from `seed + i`, all input ports in order. The top byte of each state is a byte of an integer
/// tensor; a float element is that byte, read as int8, divided by 128.
struct SelfTest {
    std::uint32_t seed = 1;
    std::vector<std::vector<std::byte>> expected_outputs; ///< one entry a vector: all outputs, concatenated in order
};

struct EmitOptions {
    std::string model_name;                 ///< made a C identifier; empty: the program's name
    Optimize optimize = Optimize::balanced; ///< `flash` makes a build for size the default
    std::string target_name;                ///< for the model card; may be empty
    std::string tool_version;               ///< empty: this program's
    SelfTest self_test;                     ///< no vectors: the library has no self-test
};

/// The library of `planned`: at most twelve files, byte-identical for the same program and options.
/// Requires a planned program; kernels must exist in the device runtime.
/// Errors: InternalError for kernels' headers that do not exist, steps that point outside the program, or expected
/// outputs of another size than the output ports.
EmittedLibrary emit_library(const Program& planned, const EmitOptions& options);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Everything in a file that is well formed but not supported, gathered so that one error names all of it.
#pragma once

#include <string>
#include <vector>

namespace thimble::onnx_import {

/// Thrown by translations.
struct Unsupported {
    std::string what; ///< `element type float16`
    std::string help; ///< `export the model in float32`
};

class Offenders {
public:
    void add(const std::string& where, const Unsupported& unsupported);

    /// Errors: ModelError E0304 with a note for each offender.
    void throw_if_any() const;

private:
    std::vector<std::string> notes_;
};

} // namespace thimble::onnx_import

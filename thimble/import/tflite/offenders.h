// SPDX-License-Identifier: Apache-2.0
// Everything in a file that is not supported, gathered so that one error names all of it.
#pragma once

#include "thimble/import/tflite/unsupported.h"

#include <string>
#include <tflite_schema/tflite_generated.h>
#include <vector>

namespace thimble::tflite_import {

class Offenders {
public:
    /// `where` names the operator or tensor in the file.
    void add(const std::string& where, const Unsupported& unsupported);

    /// Errors: ModelError E0304 with a note for each offender.
    void throw_if_any() const;

private:
    std::vector<std::string> notes_;
};

/// What to say about an operator that has no translation, and what would help.
Unsupported unsupported_operator(tflite::BuiltinOperator code);

} // namespace thimble::tflite_import

// SPDX-License-Identifier: Apache-2.0
// What translation throws when a file is well formed but asks for something Thimble does not have.
// The importer collects these, so that one error names every offender of the file.
#pragma once

#include <string>

namespace thimble::tflite_import {

struct Unsupported {
    std::string what; ///< `input has data type uint8`
    std::string help; ///< `convert with int8 quantisation`
};

} // namespace thimble::tflite_import

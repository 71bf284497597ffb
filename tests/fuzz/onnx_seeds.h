// SPDX-License-Identifier: Apache-2.0
// Small ONNX models that between them use every kind of translation: what the fuzzer of the importer starts from.
#pragma once

#include <map>
#include <string>

namespace thimble {

/// Name -> bytes of the file.
std::map<std::string, std::string> onnx_seeds();

} // namespace thimble

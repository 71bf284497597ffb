// SPDX-License-Identifier: Apache-2.0
// Generates the header through which the test harness reaches an emitted library.
#pragma once

#include <string>

namespace thimble {

/// The text of model_under_test.h: the harness's names, mapped to those of the library `<model_name>.h`.
std::string model_under_test_header(const std::string& model_name);

} // namespace thimble

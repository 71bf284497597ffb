// SPDX-License-Identifier: Apache-2.0
// Floating-point numbers in graph text: the shortest decimal that reads back to the same bits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace thimble {

/// `0.1`, `-0`, `1e-40`, `inf`, `-inf`, `nan`; a NaN with other than the default bits is written with
/// them: `nan_7fc00001`.
std::string format_real(float value);
std::string format_real(double value);

/// The inverse of format_real; also takes integers. Empty when `word` is no number or does not fit.
template <typename Real> std::optional<Real> parse_real(std::string_view word);

} // namespace thimble

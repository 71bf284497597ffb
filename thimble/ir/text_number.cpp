// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/text_number.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <fmt/format.h>

namespace thimble {
namespace {

template <typename Real> using BitsOf = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;

template <typename Real> BitsOf<Real> default_nan_bits() {
    return std::bit_cast<BitsOf<Real>>(std::numeric_limits<Real>::quiet_NaN());
}

constexpr std::string_view nan_prefix = "nan_";

template <typename Real> std::string format(Real value) {
    if (std::isnan(value)) {
        const auto bits = std::bit_cast<BitsOf<Real>>(value);
        return bits == default_nan_bits<Real>() ? "nan" : fmt::format("{}{:x}", nan_prefix, bits);
    }
    std::array<char, 64> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), result.ptr};
}

template <typename Real> std::optional<Real> parse_nan_with_bits(std::string_view digits) {
    BitsOf<Real> bits{};
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), bits, 16);
    const Real value = std::bit_cast<Real>(bits);
    if (result.ec != std::errc{} || result.ptr != digits.data() + digits.size() || !std::isnan(value)) {
        return std::nullopt;
    }
    return value;
}

} // namespace

std::string format_real(float value) {
    return format(value);
}

std::string format_real(double value) {
    return format(value);
}

template <typename Real> std::optional<Real> parse_real(std::string_view word) {
    if (word == "nan") {
        return std::numeric_limits<Real>::quiet_NaN();
    }
    if (word.starts_with(nan_prefix)) {
        return parse_nan_with_bits<Real>(word.substr(nan_prefix.size()));
    }
    Real value{};
    const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool is_whole_word = result.ec == std::errc{} && result.ptr == word.data() + word.size();
    return is_whole_word && !std::isnan(value) ? std::optional(value) : std::nullopt;
}

template std::optional<float> parse_real(std::string_view);
template std::optional<double> parse_real(std::string_view);

} // namespace thimble

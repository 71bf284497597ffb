// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/budget.h"

#include "thimble/core/error.h"

#include <cmath>
#include <cstdlib>

namespace thimble {
namespace {

std::uint64_t parse_scaled(const std::string& text, double kilo) {
    char* end = nullptr;
    double number = std::strtod(text.c_str(), &end);
    std::string unit = end;
    if (!unit.empty() && (unit.back() == 'B' || unit.back() == 'b') && unit.size() > 1) {
        unit.pop_back();
    }
    if (!unit.empty() && unit.back() == 'i') {
        unit.pop_back();
    }
    if (unit == "K" || unit == "k") {
        number *= kilo;
    } else if (unit == "M") {
        number *= kilo * kilo;
    } else if (!unit.empty()) {
        number = -1;
    }
    if (end == text.c_str() || !std::isfinite(number) || number < 0 || number > 1e15) {
        OptionError error("E0103", fmt::format("`{}` is not a size", text));
        error.set_hint("write a number with K or M, such as 32K or 1.5M");
        throw error;
    }
    return static_cast<std::uint64_t>(std::llround(number));
}

} // namespace

std::uint64_t parse_byte_count(const std::string& text) {
    return parse_scaled(text, 1024);
}

std::uint64_t parse_count(const std::string& text) {
    return parse_scaled(text, 1000);
}

} // namespace thimble

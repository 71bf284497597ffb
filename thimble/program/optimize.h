// SPDX-License-Identifier: Apache-2.0
// What a build favours where one thing costs another.
#pragma once

#include <cstdint>
#include <string_view>

namespace thimble {

/// - `speed`: kernels are compiled once a call, specialised for its constant parameters;
/// - `balanced`: one copy of each kernel, and scratch memory where it is free;
/// - `ram`: kernels that write over their dying input;
/// - `flash`: the smallest code, compiled for size.
enum class Optimize : std::uint8_t { speed, balanced, ram, flash };

/// `speed`, `balanced`, `ram` or `flash`.
constexpr std::string_view name(Optimize optimize) {
    switch (optimize) {
    case Optimize::speed:
        return "speed";
    case Optimize::balanced:
        return "balanced";
    case Optimize::ram:
        return "ram";
    case Optimize::flash:
        break;
    }
    return "flash";
}

} // namespace thimble

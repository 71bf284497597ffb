// SPDX-License-Identifier: Apache-2.0
// Names of parameterised test cases: `StrideTwo_Armv7em`.
#pragma once

#include "tests/device/node_under_test.h"

#include <string>
#include <tuple>

#include <gtest/gtest.h>

namespace thimble {

inline constexpr auto case_and_core = [](const auto& info) {
    return std::get<0>(info.param).name + "_" + core_name(std::get<1>(info.param));
};

inline constexpr auto case_only = [](const auto& info) { return info.param.name; };

inline auto every_core() {
    return ::testing::Values(Core::portable, Core::armv7em, Core::armv6m, Core::rv32im, Core::helium, Core::neon);
}

/// For operators that have no kernel of their own for other cores.
inline auto portable_and_armv7em() {
    return ::testing::Values(Core::portable, Core::armv7em);
}

inline auto cores_with_addition() {
    return ::testing::Values(Core::portable, Core::armv7em, Core::helium, Core::neon);
}

} // namespace thimble

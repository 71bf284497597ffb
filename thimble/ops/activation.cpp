// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/activation.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <limits>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

std::vector<double> unbounded() {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {-infinity, infinity};
}

} // namespace

AttributeSpec activation_spec() {
    return {.name = "activation", .kind_example = unbounded()};
}

std::vector<double> activation_attribute(const Attributes& attributes) {
    const auto bounds = attributes.has("activation") ? attributes.get<std::vector<double>>("activation") : unbounded();
    if (bounds.size() != 2 || !(bounds[0] <= bounds[1])) {
        throw ModelError(
            "E0422", fmt::format("activation is [{}], expected two bounds [low, high]", fmt::join(bounds, ", "))
        );
    }
    return bounds;
}

float clamp_to_float(double value, const std::vector<double>& activation) {
    return static_cast<float>(std::clamp(value, activation[0], activation[1]));
}

} // namespace thimble

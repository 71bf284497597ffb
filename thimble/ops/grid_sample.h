// SPDX-License-Identifier: Apache-2.0
// Attributes of grid_sample; the numbers of the enumerators are those of the kernel.
#pragma once

#include "thimble/ir/attributes.h"

#include <cstdint>

namespace thimble {

enum class GridMode : std::uint8_t { linear, nearest, cubic };
enum class GridPadding : std::uint8_t { zeros, border, reflection };

struct GridSample {
    GridMode mode = GridMode::linear;
    GridPadding padding = GridPadding::zeros;
    bool aligns_corners = false;
};

/// Errors: ModelError E0422.
GridSample grid_sample_attributes(const Attributes& attributes);

} // namespace thimble

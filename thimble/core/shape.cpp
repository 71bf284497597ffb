// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/shape.h"

#include <functional>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

std::int64_t Shape::element_count() const {
    return std::accumulate(extents_.begin(), extents_.end(), std::int64_t{1}, std::multiplies<>());
}

std::string Shape::to_string() const {
    return fmt::format("[{}]", fmt::join(extents_, ", "));
}

} // namespace thimble

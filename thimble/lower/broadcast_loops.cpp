// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/broadcast_loops.h"

#include "thimble/ops/broadcast.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

/// Whether going on along loop `outer` is going on along the one inside it.
bool can_merge(const BroadcastLoops& loops, std::size_t outer, std::int64_t inner_extent) {
    return std::all_of(loops.strides.begin(), loops.strides.end(), [&](const std::vector<std::int64_t>& strides) {
        return strides[outer] == strides[outer + 1] * inner_extent;
    });
}

void erase_loop(BroadcastLoops& loops, std::size_t index) {
    const auto offset = static_cast<std::ptrdiff_t>(index);
    loops.extents.erase(loops.extents.begin() + offset);
    for (std::vector<std::int64_t>& strides : loops.strides) {
        strides.erase(strides.begin() + offset);
    }
}

} // namespace

BroadcastLoops broadcast_loops(const NodeView& node) {
    const Shape& output = node.output().shape;
    BroadcastLoops loops{output.extents(), {}};
    for (std::size_t index = 0; index < node.input_count(); ++index) {
        loops.strides.push_back(broadcast_strides(node.input(index).shape, output));
    }
    for (std::size_t index = loops.extents.size(); index-- > 0;) {
        if (loops.extents[index] == 1) {
            erase_loop(loops, index);
        } else if (index + 1 < loops.extents.size() && can_merge(loops, index, loops.extents[index + 1])) {
            loops.extents[index + 1] *= loops.extents[index];
            erase_loop(loops, index);
        }
    }
    return loops;
}

bool fits_kernel_loops(const NodeView& node) {
    return broadcast_loops(node).extents.size() <= kernel_loops;
}

void append_loop_fields(
    std::vector<Parameter>& parameters, std::string_view stem, const std::vector<std::int64_t>& values,
    std::int64_t filler
) {
    const std::size_t missing = kernel_loops - values.size();
    for (std::size_t index = 0; index < kernel_loops; ++index) {
        const std::int64_t value = index < missing ? filler : values[index - missing];
        parameters.push_back(integer(fmt::format("{}_{}", stem, index), value));
    }
}

} // namespace thimble

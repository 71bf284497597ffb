// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/order_search.h"

#include <numeric>

namespace thimble {

namespace {

/// Wide enough for the branches of common networks, and a few milliseconds for hundreds of steps.
constexpr std::size_t beam_width = 64;

/// A lower bound for every order: each step holds at least its own buffers, inputs and outputs meet.
std::size_t unavoidable_bytes(const MemoryModel& model) {
    return std::max(model.initial_cost().during_bytes, model.final_bytes());
}

} // namespace

OrderSearchResult search_order(const MemoryModel& model, std::size_t effort) {
    OrderSearchResult result;
    result.order.resize(model.step_count());
    std::iota(result.order.begin(), result.order.end(), 0U);
    result.peak_bytes = model.peak_bytes(result.order);
    if (result.peak_bytes == unavoidable_bytes(model)) {
        result.is_optimal = true;
        return result;
    }
    const std::optional<std::vector<std::uint32_t>> exact = exact_order(model, effort);
    const std::vector<std::uint32_t> found = exact ? *exact : beam_order(model, beam_width);
    const std::size_t found_bytes = model.peak_bytes(found);
    if (found_bytes < result.peak_bytes) {
        result.order = found;
        result.peak_bytes = found_bytes;
    }
    result.is_optimal = exact.has_value();
    return result;
}

} // namespace thimble

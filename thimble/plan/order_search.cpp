// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/order_search.h"

#include <algorithm>
#include <numeric>

namespace thimble {

namespace {

/// Wide enough for the branches of common networks, and a few milliseconds for a hundred steps.
constexpr std::size_t widest_beam = 64;
/// Steps up to which the searches get their full effort. Extending one partial order takes time that grows with the
/// square of the steps when all of them are ready, so that the effort falls with the square above.
constexpr std::size_t steps_of_full_effort = 64;
/// Far above networks for microcontrollers; only damaged files have more.
constexpr std::size_t most_steps = 1024;

/// `effort` such that a search takes about as long for any number of steps; at least 1.
std::size_t scaled_effort(std::size_t effort, std::size_t steps) {
    const std::size_t factor = std::max<std::size_t>(steps / steps_of_full_effort, 1);
    return std::max<std::size_t>(effort / (factor * factor), 1);
}

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
    if (model.step_count() > most_steps) {
        return result;
    }
    const std::optional<std::vector<std::uint32_t>> exact =
        exact_order(model, scaled_effort(effort, model.step_count()));
    const std::vector<std::uint32_t> found =
        exact ? *exact : beam_order(model, scaled_effort(widest_beam, model.step_count()));
    const std::size_t found_bytes = model.peak_bytes(found);
    if (found_bytes < result.peak_bytes) {
        result.order = found;
        result.peak_bytes = found_bytes;
    }
    result.is_optimal = exact.has_value();
    return result;
}

} // namespace thimble

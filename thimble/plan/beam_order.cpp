// SPDX-License-Identifier: Apache-2.0
// Beam search for an order: all partial orders of one length are made from the best of the length before.
#include "thimble/plan/order_search.h"

#include <algorithm>
#include <map>

namespace thimble {

namespace {

struct PartialOrder {
    StepSet executed;
    std::size_t live_bytes = 0;
    std::size_t peak_bytes = 0;
    std::vector<std::uint32_t> steps;

    /// Better first: smaller peak, fewer bytes left alive, earlier steps.
    bool operator<(const PartialOrder& other) const {
        if (peak_bytes != other.peak_bytes) {
            return peak_bytes < other.peak_bytes;
        }
        if (live_bytes != other.live_bytes) {
            return live_bytes < other.live_bytes;
        }
        return steps < other.steps;
    }
};

std::vector<PartialOrder> extend_all(const MemoryModel& model, const std::vector<PartialOrder>& beam) {
    std::map<StepSet, PartialOrder> extensions;
    for (const PartialOrder& partial : beam) {
        for (std::uint32_t step : model.ready_steps(partial.executed)) {
            const StepCost cost = model.cost(partial.executed, step, partial.live_bytes);
            PartialOrder extended = partial;
            insert(extended.executed, step);
            extended.live_bytes = cost.after_bytes;
            extended.peak_bytes = std::max(extended.peak_bytes, cost.during_bytes);
            extended.steps.push_back(step);
            const auto [place, is_new] = extensions.try_emplace(extended.executed, extended);
            if (!is_new && extended < place->second) {
                place->second = std::move(extended);
            }
        }
    }
    std::vector<PartialOrder> result;
    for (auto& [executed, partial] : extensions) {
        result.push_back(std::move(partial));
    }
    return result;
}

} // namespace

std::vector<std::uint32_t> beam_order(const MemoryModel& model, std::size_t width) {
    PartialOrder root;
    root.executed = model.empty_set();
    root.live_bytes = model.initial_cost().after_bytes;
    root.peak_bytes = model.initial_cost().during_bytes;
    std::vector<PartialOrder> beam = {root};
    for (std::size_t length = 0; length < model.step_count(); ++length) {
        beam = extend_all(model, beam);
        std::sort(beam.begin(), beam.end());
        beam.resize(std::min(beam.size(), width));
    }
    return beam.front().steps;
}

} // namespace thimble

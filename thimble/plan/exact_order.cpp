// SPDX-License-Identifier: Apache-2.0
// Best-first search over sets of executed steps. The sets are the states of the dynamic programme for
// one-processor scheduling under a memory bound (Held and Karp, "A Dynamic Programming Approach to
// Sequencing Problems", 1962); the order of expansion is Dijkstra's with maximum in place of sum.
#include "thimble/plan/order_search.h"

#include <algorithm>
#include <map>
#include <queue>

namespace thimble {

namespace {

struct PartialOrder {
    StepSet executed;
    std::size_t executed_count = 0;
    std::size_t live_bytes = 0;
    std::size_t peak_bytes = 0;
    std::size_t parent = 0;           ///< index of the partial order it extends
    std::vector<std::uint32_t> steps; ///< executed since the parent
};

class ExactSearch {
public:
    ExactSearch(const MemoryModel& model, std::size_t effort) : model_(model), effort_(effort) {}

    std::optional<std::vector<std::uint32_t>> run() {
        PartialOrder root;
        root.executed = model_.empty_set();
        root.live_bytes = model_.initial_cost().after_bytes;
        root.peak_bytes = std::max(model_.initial_cost().during_bytes, model_.final_bytes());
        add(std::move(root));
        while (!queue_.empty()) {
            const std::size_t index = queue_.top().index;
            queue_.pop();
            if (partial_orders_[index].executed_count == model_.step_count()) {
                return complete_order(index);
            }
            if (best_.at(partial_orders_[index].executed) != index) {
                continue;
            }
            extend(index);
            if (partial_orders_.size() > effort_) {
                return std::nullopt;
            }
        }
        return std::nullopt;
    }

private:
    struct QueueEntry {
        std::size_t peak_bytes;
        std::size_t executed_count;
        std::size_t index;

        /// Smallest peak first, then the one closest to completion, then the older one.
        bool operator<(const QueueEntry& other) const {
            if (peak_bytes != other.peak_bytes) {
                return peak_bytes > other.peak_bytes;
            }
            if (executed_count != other.executed_count) {
                return executed_count < other.executed_count;
            }
            return index > other.index;
        }
    };

    void execute(PartialOrder& partial, std::uint32_t step, const StepCost& cost) const {
        insert(partial.executed, step);
        ++partial.executed_count;
        partial.live_bytes = cost.after_bytes;
        partial.peak_bytes = std::max(partial.peak_bytes, cost.during_bytes);
        partial.steps.push_back(step);
    }

    /// Executes one ready step that costs nothing; false when there is none.
    bool execute_free_step(PartialOrder& partial) const {
        for (std::uint32_t step : model_.ready_steps(partial.executed)) {
            const StepCost cost = model_.cost(partial.executed, step, partial.live_bytes);
            if (cost.during_bytes <= partial.peak_bytes && cost.after_bytes <= partial.live_bytes) {
                execute(partial, step, cost);
                return true;
            }
        }
        return false;
    }

    void add(PartialOrder partial) {
        while (execute_free_step(partial)) {
        }
        const auto [place, is_new] = best_.try_emplace(partial.executed, partial_orders_.size());
        if (!is_new) {
            if (partial_orders_[place->second].peak_bytes <= partial.peak_bytes) {
                return;
            }
            place->second = partial_orders_.size();
        }
        queue_.push({partial.peak_bytes, partial.executed_count, partial_orders_.size()});
        partial_orders_.push_back(std::move(partial));
    }

    void extend(std::size_t index) {
        for (std::uint32_t step : model_.ready_steps(partial_orders_[index].executed)) {
            PartialOrder extended = partial_orders_[index];
            extended.parent = index;
            extended.steps.clear();
            execute(extended, step, model_.cost(extended.executed, step, extended.live_bytes));
            add(std::move(extended));
        }
    }

    std::vector<std::uint32_t> complete_order(std::size_t index) const {
        std::vector<std::uint32_t> reversed;
        for (;; index = partial_orders_[index].parent) {
            const PartialOrder& partial = partial_orders_[index];
            reversed.insert(reversed.end(), partial.steps.rbegin(), partial.steps.rend());
            if (index == 0) {
                break;
            }
        }
        return {reversed.rbegin(), reversed.rend()};
    }

    const MemoryModel& model_;
    std::size_t effort_;
    std::vector<PartialOrder> partial_orders_;
    std::map<StepSet, std::size_t> best_; ///< partial order with the smallest peak for each set
    std::priority_queue<QueueEntry> queue_;
};

} // namespace

std::optional<std::vector<std::uint32_t>> exact_order(const MemoryModel& model, std::size_t effort) {
    return ExactSearch(model, effort).run();
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What executing a step costs in live bytes, given the set of steps executed before it. The searches
// for an order ask nothing else of a Program.
#pragma once

#include "thimble/plan/dependencies.h"
#include "thimble/plan/in_place.h"
#include "thimble/program/program.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// A set of steps, one bit each.
using StepSet = std::vector<std::uint64_t>;

inline bool contains(const StepSet& set, std::uint32_t step) {
    return (set[step / 64] >> (step % 64) & 1U) != 0;
}

inline void insert(StepSet& set, std::uint32_t step) {
    set[step / 64] |= std::uint64_t{1} << (step % 64);
}

/// Executing one step: bytes live during it and after it.
struct StepCost {
    std::size_t during_bytes = 0;
    std::size_t after_bytes = 0;
};

class MemoryModel {
public:
    MemoryModel(const Program& program, const Dependencies& dependencies);

    std::size_t step_count() const { return steps_.size(); }

    StepSet empty_set() const { return StepSet((steps_.size() + 63) / 64); }

    /// Bytes live before the first step: the inputs, first all of them, then those that steps use.
    StepCost initial_cost() const { return initial_cost_; }

    /// Bytes live when the outputs are read.
    std::size_t final_bytes() const { return final_bytes_; }

    /// Cost of `step` after the steps of `executed`, with `live_bytes` live between them and it.
    /// Outputs that can take the place of a dying input are not counted twice.
    StepCost cost(const StepSet& executed, std::uint32_t step, std::size_t live_bytes) const;

    /// Steps outside `executed` whose predecessors are all in it, in the given order.
    std::vector<std::uint32_t> ready_steps(const StepSet& executed) const;

    /// Largest number of live bytes at any moment of `order`.
    std::size_t peak_bytes(const std::vector<std::uint32_t>& order) const;

private:
    struct SharedPair {
        std::uint32_t input = 0;
        std::uint32_t output = 0;
        std::size_t shared_bytes = 0;
    };

    struct StepUse {
        std::vector<std::uint32_t> buffers; ///< without repetition
        std::vector<SharedPair> pairs;
    };

    struct BufferUse {
        std::size_t size_bytes = 0;
        std::vector<std::uint32_t> users; ///< steps, without repetition
        bool is_input = false;
        bool is_output = false;
    };

    bool is_born(const StepSet& executed, const BufferUse& buffer) const;
    bool dies(const StepSet& executed, std::uint32_t step, const BufferUse& buffer) const;
    std::size_t shared_bytes(const StepSet& executed, std::uint32_t step) const;

    std::vector<StepUse> steps_;
    std::vector<BufferUse> buffers_;
    const Dependencies& dependencies_;
    StepCost initial_cost_;
    std::size_t final_bytes_ = 0;
};

} // namespace thimble

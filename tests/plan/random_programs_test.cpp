// SPDX-License-Identifier: Apache-2.0
// Random programs of many shapes: whatever the planner does must verify.
#include "tests/plan/program_builder.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/plan/plan_verifier.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace thimble {
namespace {

class RandomProgram {
public:
    explicit RandomProgram(std::uint32_t seed) : state_(seed * 2654435761U + 97) {}

    Program make() {
        const std::uint32_t inputs = 1 + random(3);
        for (std::uint32_t index = 0; index < inputs; ++index) {
            available_.push_back(builder_.input(1 + random(300)));
        }
        const std::uint32_t steps = 1 + random(24);
        for (std::uint32_t index = 0; index < steps; ++index) {
            add_step();
        }
        builder_.output(available_.back());
        if (random(3) == 0) {
            builder_.output(pick());
        }
        return builder_.program;
    }

private:
    std::uint32_t random(std::uint32_t limit) {
        state_ = state_ * 1664525U + 1013904223U;
        return (state_ >> 8U) % limit;
    }

    /// Mostly recent buffers, as in networks.
    std::uint32_t pick() {
        const auto count = static_cast<std::uint32_t>(available_.size());
        return available_[random(3) == 0 ? random(count) : count - 1 - random(std::min(count, 3U))];
    }

    void add_step() {
        switch (random(9)) {
        case 0:
            add_join();
            break;
        case 1: {
            const auto result = builder_.buffer(1 + random(300));
            builder_.step({pick()}, {result}, {builder_.buffer(1 + random(300))});
            available_.push_back(result);
            break;
        }
        case 2:
            available_.push_back(builder_.in_place_layer({pick(), pick()}, 1 + random(300)));
            break;
        case 3: {
            const auto source = pick();
            available_.push_back(builder_.in_place_layer({source}, builder_.program.buffers[source].size_bytes));
            break;
        }
        case 4: {
            const auto state = pick();
            builder_.step({state, pick()}, {state});
            break;
        }
        case 5:
        case 6:
            available_.push_back(builder_.overlapping_layer(pick(), 1 + random(300), random(200)));
            break;
        default:
            available_.push_back(builder_.layer({pick()}, 1 + random(300)));
        }
    }

    void add_join() {
        const auto joined = builder_.buffer(1 + random(300));
        const std::uint32_t parts = 2 + random(3);
        for (std::uint32_t part = 0; part < parts; ++part) {
            builder_.step({pick()}, {joined});
        }
        available_.push_back(joined);
    }

    std::uint32_t state_;
    ProgramBuilder builder_;
    std::vector<std::uint32_t> available_;
};

class RandomPrograms : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomPrograms, PlanVerifiesAndKeepsItsPromises) {
    const Program given = RandomProgram(GetParam()).make();
    for (const InPlaceSharing in_place : {InPlaceSharing::none, InPlaceSharing::allowed}) {
        PlanOptions options;
        options.in_place = in_place;
        options.order_effort = 500;
        options.placement_effort = 2000;
        Program planned = given;
        const PlanReport report = plan_memory(planned, options);
        ASSERT_NO_THROW(verify_plan(planned, given)) << print(given);
        EXPECT_GE(report.arena_bytes, report.lower_bound_bytes);
        EXPECT_LE(report.arena_bytes, report.given_order_arena_bytes);
        if (in_place == InPlaceSharing::none) {
            EXPECT_GE(report.arena_bytes, report.live_set_peak_bytes);
        }
        EXPECT_EQ(report.order.size(), given.steps.size());
    }
}

TEST_P(RandomPrograms, ShiftingALiveBufferOntoAnotherIsCaught) {
    const Program given = RandomProgram(GetParam()).make();
    Program planned = given;
    PlanOptions options;
    options.in_place = InPlaceSharing::none;
    options.order_effort = 100;
    options.placement_effort = 500;
    plan_memory(planned, options);
    for (const Step& step : planned.steps) {
        const Operand& first = step.operands.front();
        const Operand& last = step.operands.back();
        if (first.index == last.index) {
            continue;
        }
        Program broken = planned;
        for (Step& other : broken.steps) {
            other.in_place.clear();
        }
        broken.buffers[last.index].offset_bytes = broken.buffers[first.index].offset_bytes;
        broken.arena_bytes += 1000;
        EXPECT_ANY_THROW(verify_plan(broken));
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPrograms, testing::Range(0U, 40U));

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/plan_memory.h"

#include "thimble/core/error.h"
#include "thimble/plan/order_search.h"
#include "thimble/plan/placement.h"

#include <algorithm>
#include <numeric>

namespace thimble {

namespace {

void check_step(const Program& program, std::size_t index) {
    const Step& step = program.steps[index];
    for (const Operand& operand : step.operands) {
        const std::size_t count =
            operand.kind == OperandKind::buffer ? program.buffers.size() : program.constants.size();
        THIMBLE_CHECK(
            operand.index < count, "step {} ({}) uses buffer or constant {} of {}", index, step.kernel, operand.index,
            count
        );
    }
    for (const InPlacePair& pair : step.in_place) {
        THIMBLE_CHECK(
            pair.input < step.operands.size() && pair.output < step.operands.size(),
            "step {} ({}) declares operands {} and {} of {} in place", index, step.kernel, pair.input, pair.output,
            step.operands.size()
        );
    }
}

void check_program(const Program& program) {
    for (std::size_t index = 0; index < program.steps.size(); ++index) {
        check_step(program, index);
    }
    for (const State& state : program.states) {
        THIMBLE_CHECK(
            state.buffer < program.buffers.size(), "state {} lies in buffer {} of {}", state.name, state.buffer,
            program.buffers.size()
        );
    }
    for (const std::vector<Port>* ports : {&program.inputs, &program.outputs}) {
        for (const Port& port : *ports) {
            THIMBLE_CHECK(
                port.buffer < program.buffers.size(), "port {} lies in buffer {} of {}", port.name, port.buffer,
                program.buffers.size()
            );
        }
    }
}

/// Everything decided about one order of the steps.
struct OrderedPlan {
    Program program;
    std::vector<std::uint32_t> order;
    std::size_t lower_bound_bytes = 0;
    bool is_placement_optimal = false;
};

void place_buffers(Program& program, const PlacementProblem& problem, const Placement& placement) {
    for (Buffer& buffer : program.buffers) {
        buffer.offset_bytes = 0;
    }
    for (std::size_t group = 0; group < problem.groups.size(); ++group) {
        for (std::uint32_t buffer : problem.groups[group].buffers) {
            program.buffers[buffer].offset_bytes = placement.offsets[group];
        }
    }
    program.arena_bytes = placement.arena_bytes;
}

/// Ways to share: starts with either preference, and none, because they tie offsets together. What may overlap
/// otherwise always may: it only lowers heights.
std::vector<std::vector<BufferPair>>
sharing_choices(const Program& program, const std::vector<Lifetime>& lifetimes, InPlaceSharing in_place) {
    if (in_place == InPlaceSharing::none) {
        return {{}};
    }
    std::vector<std::vector<BufferPair>> choices = {choose_pairs(program, lifetimes, PairPreference::first_declared)};
    std::vector<BufferPair> other = choose_pairs(program, lifetimes, PairPreference::last_declared);
    if (other != choices.front()) {
        choices.push_back(std::move(other));
    }
    if (!choices.front().empty()) {
        choices.emplace_back();
    }
    const std::vector<BufferPair> overlapping = overlapping_pairs(program, lifetimes);
    for (std::vector<BufferPair>& choice : choices) {
        choice.insert(choice.end(), overlapping.begin(), overlapping.end());
    }
    return choices;
}

OrderedPlan plan_for_order(const Program& given, std::vector<std::uint32_t> order, const PlanOptions& options) {
    OrderedPlan plan;
    plan.program = given;
    for (std::size_t place = 0; place < order.size(); ++place) {
        plan.program.steps[place] = given.steps[order[place]];
    }
    plan.order = std::move(order);
    const std::vector<Lifetime> lifetimes = find_lifetimes(plan.program);
    bool is_first = true;
    for (const std::vector<BufferPair>& pairs : sharing_choices(plan.program, lifetimes, options.in_place)) {
        const PlacementProblem problem = make_placement_problem(plan.program, lifetimes, pairs);
        if (!is_first && problem.lower_bound_bytes >= plan.program.arena_bytes) {
            continue;
        }
        const ExhaustiveResult result = place_groups(problem, options.placement_effort);
        if (is_first || result.placement.arena_bytes < plan.program.arena_bytes) {
            place_buffers(plan.program, problem, result.placement);
            plan.lower_bound_bytes = problem.lower_bound_bytes;
            plan.is_placement_optimal = result.is_complete;
        }
        is_first = false;
    }
    return plan;
}

PlanReport make_report(const OrderedPlan& plan) {
    const std::vector<std::size_t> live_bytes = live_bytes_by_moment(plan.program, find_lifetimes(plan.program));
    PlanReport report;
    report.arena_bytes = plan.program.arena_bytes;
    report.live_set_peak_bytes = *std::max_element(live_bytes.begin(), live_bytes.end());
    report.lower_bound_bytes = plan.lower_bound_bytes;
    report.is_reordered = !std::is_sorted(plan.order.begin(), plan.order.end());
    report.is_placement_optimal = plan.is_placement_optimal;
    report.order = plan.order;
    report.step_live_bytes.assign(live_bytes.begin() + 1, live_bytes.end() - 1);
    return report;
}

} // namespace

PlanReport plan_memory(Program& program, const PlanOptions& options) {
    check_program(program);
    std::vector<std::uint32_t> given_order(program.steps.size());
    std::iota(given_order.begin(), given_order.end(), 0U);
    OrderedPlan plan = plan_for_order(program, given_order, options);
    const std::size_t given_order_arena_bytes = plan.program.arena_bytes;
    bool is_order_optimal = program.steps.size() < 2;
    if (options.step_order == StepOrder::search && !is_order_optimal) {
        const Dependencies dependencies = find_dependencies(program);
        const MemoryModel model(program, dependencies);
        const OrderSearchResult searched = search_order(model, options.order_effort);
        is_order_optimal = searched.is_optimal;
        if (searched.order != given_order) {
            OrderedPlan reordered = plan_for_order(program, searched.order, options);
            if (reordered.program.arena_bytes < plan.program.arena_bytes) {
                plan = std::move(reordered);
            }
        }
    }
    PlanReport report = make_report(plan);
    report.given_order_arena_bytes = given_order_arena_bytes;
    report.is_order_optimal = is_order_optimal;
    program = std::move(plan.program);
    return report;
}

} // namespace thimble

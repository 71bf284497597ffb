// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/memory_model.h"

#include "thimble/plan/lifetimes.h"

#include <algorithm>

namespace thimble {

MemoryModel::MemoryModel(const Program& program, const Dependencies& dependencies)
    : steps_(program.steps.size()), buffers_(program.buffers.size()), dependencies_(dependencies) {
    for (std::size_t buffer = 0; buffer < buffers_.size(); ++buffer) {
        const bool is_in_arena = program.buffers[buffer].memory == BufferMemory::arena;
        buffers_[buffer].size_bytes = is_in_arena ? aligned_bytes(program, program.buffers[buffer].size_bytes) : 0;
    }
    for (std::uint32_t step = 0; step < steps_.size(); ++step) {
        for (const BufferPair& pair : possible_pairs(program, program.steps[step])) {
            steps_[step].pairs.push_back({pair.input, pair.output, thimble::shared_bytes(program, pair)});
        }
        for (const Operand& operand : program.steps[step].operands) {
            std::vector<std::uint32_t>& used = steps_[step].buffers;
            if (operand.kind == OperandKind::buffer &&
                std::find(used.begin(), used.end(), operand.index) == used.end()) {
                used.push_back(operand.index);
                buffers_[operand.index].users.push_back(step);
            }
        }
    }
    for (const Port& port : program.inputs) {
        buffers_[port.buffer].is_input = true;
    }
    for (const Port& port : program.outputs) {
        buffers_[port.buffer].is_output = true;
    }
    for (const State& state : program.states) {
        buffers_[state.buffer].is_input = true;
        buffers_[state.buffer].is_output = true;
    }
    for (const BufferUse& buffer : buffers_) {
        const bool outlives_the_start = buffer.is_output || !buffer.users.empty();
        initial_cost_.during_bytes += buffer.is_input ? buffer.size_bytes : 0;
        initial_cost_.after_bytes += buffer.is_input && outlives_the_start ? buffer.size_bytes : 0;
        final_bytes_ += buffer.is_output ? buffer.size_bytes : 0;
    }
}

bool MemoryModel::is_born(const StepSet& executed, const BufferUse& buffer) const {
    return buffer.is_input || std::any_of(buffer.users.begin(), buffer.users.end(), [&](std::uint32_t user) {
               return contains(executed, user);
           });
}

bool MemoryModel::dies(const StepSet& executed, std::uint32_t step, const BufferUse& buffer) const {
    return !buffer.is_output && std::all_of(buffer.users.begin(), buffer.users.end(), [&](std::uint32_t user) {
        return user == step || contains(executed, user);
    });
}

std::size_t MemoryModel::shared_bytes(const StepSet& executed, std::uint32_t step) const {
    const std::vector<SharedPair>& pairs = steps_[step].pairs;
    std::size_t shared = 0;
    for (auto pair = pairs.begin(); pair != pairs.end(); ++pair) {
        const bool is_taken = std::any_of(pairs.begin(), pair, [&](const SharedPair& other) {
            return (other.input == pair->input || other.output == pair->output) &&
                   dies(executed, step, buffers_[other.input]) && !is_born(executed, buffers_[other.output]);
        });
        if (!is_taken && dies(executed, step, buffers_[pair->input]) && !is_born(executed, buffers_[pair->output])) {
            shared += pair->shared_bytes;
        }
    }
    return shared;
}

StepCost MemoryModel::cost(const StepSet& executed, std::uint32_t step, std::size_t live_bytes) const {
    std::size_t born_bytes = 0;
    std::size_t dying_bytes = 0;
    for (std::uint32_t index : steps_[step].buffers) {
        const BufferUse& buffer = buffers_[index];
        born_bytes += is_born(executed, buffer) ? 0 : buffer.size_bytes;
        dying_bytes += dies(executed, step, buffer) ? buffer.size_bytes : 0;
    }
    const std::size_t occupied_bytes = live_bytes + born_bytes;
    return {occupied_bytes - shared_bytes(executed, step), occupied_bytes - dying_bytes};
}

std::vector<std::uint32_t> MemoryModel::ready_steps(const StepSet& executed) const {
    std::vector<std::uint32_t> ready;
    for (std::uint32_t step = 0; step < steps_.size(); ++step) {
        const std::vector<std::uint32_t>& predecessors = dependencies_.predecessors[step];
        if (!contains(executed, step) &&
            std::all_of(predecessors.begin(), predecessors.end(), [&](std::uint32_t other) {
                return contains(executed, other);
            })) {
            ready.push_back(step);
        }
    }
    return ready;
}

std::size_t MemoryModel::peak_bytes(const std::vector<std::uint32_t>& order) const {
    StepSet executed = empty_set();
    std::size_t live_bytes = initial_cost_.after_bytes;
    std::size_t peak = std::max(initial_cost_.during_bytes, final_bytes_);
    for (std::uint32_t step : order) {
        const StepCost step_cost = cost(executed, step, live_bytes);
        peak = std::max(peak, step_cost.during_bytes);
        live_bytes = step_cost.after_bytes;
        insert(executed, step);
    }
    return peak;
}

} // namespace thimble

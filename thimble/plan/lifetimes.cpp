// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/lifetimes.h"

#include <algorithm>

namespace thimble {

void Lifetime::include(std::size_t moment) {
    if (!is_used()) {
        first = last = moment;
    } else {
        first = std::min(first, moment);
        last = std::max(last, moment);
    }
}

std::vector<Lifetime> find_lifetimes(const Program& program) {
    std::vector<Lifetime> lifetimes(program.buffers.size());
    for (const Port& input : program.inputs) {
        lifetimes[input.buffer].include(0);
    }
    for (std::size_t step = 0; step < program.steps.size(); ++step) {
        for (const Operand& operand : program.steps[step].operands) {
            if (operand.kind == OperandKind::buffer) {
                lifetimes[operand.index].include(step + 1);
            }
        }
    }
    for (const Port& output : program.outputs) {
        lifetimes[output.buffer].include(program.steps.size() + 1);
    }
    for (const State& state : program.states) {
        lifetimes[state.buffer].include(0);
        lifetimes[state.buffer].include(program.steps.size() + 1);
    }
    for (std::size_t buffer = 0; buffer < lifetimes.size(); ++buffer) {
        if (program.buffers[buffer].memory == BufferMemory::caller) {
            lifetimes[buffer] = {};
        }
    }
    return lifetimes;
}

std::vector<std::size_t> live_bytes_by_moment(const Program& program, const std::vector<Lifetime>& lifetimes) {
    std::vector<std::size_t> live_bytes(program.steps.size() + 2);
    for (std::size_t buffer = 0; buffer < lifetimes.size(); ++buffer) {
        const Lifetime& lifetime = lifetimes[buffer];
        for (std::size_t moment = lifetime.first; lifetime.is_used() && moment <= lifetime.last; ++moment) {
            live_bytes[moment] += program.buffers[buffer].size_bytes;
        }
    }
    return live_bytes;
}

std::size_t aligned_bytes(const Program& program, std::size_t size_bytes) {
    const std::size_t alignment = program.alignment_bytes;
    return (size_bytes + alignment - 1) / alignment * alignment;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/in_place.h"

#include <algorithm>

namespace thimble {

namespace {

/// Ports are std::vector<Port> or std::vector<State>.
template <typename Ports> bool is_port(const Ports& ports, std::uint32_t buffer) {
    return std::any_of(ports.begin(), ports.end(), [&](const auto& port) { return port.buffer == buffer; });
}

bool is_buffer_operand(const Step& step, std::uint32_t operand, Access access) {
    return operand < step.operands.size() && step.operands[operand].kind == OperandKind::buffer &&
           step.operands[operand].access == access;
}

BufferPair buffer_pair(const Program& program, const Step& step, const InPlacePair& declared) {
    BufferPair pair{step.operands[declared.input].index, step.operands[declared.output].index, declared.overlap};
    if (pair.overlap == Overlap::ahead) {
        const std::size_t lead = aligned_bytes(program, std::max<std::size_t>(declared.lead_bytes, 1));
        pair.lead_bytes = std::min(lead, aligned_bytes(program, program.buffers[pair.output].size_bytes));
    }
    return pair;
}

bool meets_in(std::size_t step, const std::vector<Lifetime>& lifetimes, const BufferPair& pair) {
    return lifetimes[pair.input].last == step + 1 && lifetimes[pair.output].first == step + 1;
}

/// Whether each use of the input's buffer is declared to tolerate this output, and the output has one use.
bool has_no_undeclared_use(const Step& step, const BufferPair& pair) {
    for (std::uint32_t index = 0; index < step.operands.size(); ++index) {
        const Operand& operand = step.operands[index];
        if (operand.kind != OperandKind::buffer || (operand.index != pair.input && operand.index != pair.output)) {
            continue;
        }
        const bool is_declared =
            std::any_of(step.in_place.begin(), step.in_place.end(), [&](const InPlacePair& declared) {
                return (declared.input == index && step.operands[declared.output].index == pair.output) ||
                       (declared.output == index && step.operands[declared.input].index == pair.input);
            });
        if (!is_declared) {
            return false;
        }
    }
    return true;
}

} // namespace

std::vector<BufferPair> possible_pairs(const Program& program, const Step& step) {
    std::vector<BufferPair> pairs;
    for (const InPlacePair& declared : step.in_place) {
        if (!is_buffer_operand(step, declared.input, Access::read) ||
            !is_buffer_operand(step, declared.output, Access::write)) {
            continue;
        }
        const BufferPair pair = buffer_pair(program, step, declared);
        if (pair.input != pair.output && program.buffers[pair.input].memory == BufferMemory::arena &&
            (pair.overlap == Overlap::ahead ||
             program.buffers[pair.output].size_bytes <= program.buffers[pair.input].size_bytes) &&
            !is_port(program.outputs, pair.input) && !is_port(program.inputs, pair.output) &&
            !is_port(program.states, pair.input) && !is_port(program.states, pair.output) &&
            has_no_undeclared_use(step, pair) && std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) {
            pairs.push_back(pair);
        }
    }
    return pairs;
}

std::vector<BufferPair>
choose_pairs(const Program& program, const std::vector<Lifetime>& lifetimes, PairPreference preference) {
    std::vector<BufferPair> chosen;
    for (std::size_t step = 0; step < program.steps.size(); ++step) {
        std::vector<BufferPair> pairs = possible_pairs(program, program.steps[step]);
        if (preference == PairPreference::last_declared) {
            std::reverse(pairs.begin(), pairs.end());
        }
        for (const BufferPair& pair : pairs) {
            const bool meets_here = pair.overlap == Overlap::same_start && meets_in(step, lifetimes, pair);
            const bool is_taken = std::any_of(chosen.begin(), chosen.end(), [&](const BufferPair& other) {
                return other.input == pair.input || other.output == pair.output;
            });
            if (meets_here && !is_taken) {
                chosen.push_back(pair);
            }
        }
    }
    return chosen;
}

std::vector<BufferPair> overlapping_pairs(const Program& program, const std::vector<Lifetime>& lifetimes) {
    std::vector<BufferPair> overlapping;
    for (std::size_t step = 0; step < program.steps.size(); ++step) {
        for (const BufferPair& pair : possible_pairs(program, program.steps[step])) {
            if (pair.overlap == Overlap::ahead && meets_in(step, lifetimes, pair)) {
                overlapping.push_back(pair);
            }
        }
    }
    return overlapping;
}

std::size_t shared_bytes(const Program& program, const BufferPair& pair) {
    const std::size_t input = aligned_bytes(program, program.buffers[pair.input].size_bytes);
    const std::size_t output = aligned_bytes(program, program.buffers[pair.output].size_bytes);
    return pair.overlap == Overlap::same_start ? output : input + output - std::max(output, pair.lead_bytes + input);
}

} // namespace thimble

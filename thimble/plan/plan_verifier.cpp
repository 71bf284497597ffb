// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/plan_verifier.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <set>
#include <tuple>

namespace thimble {

namespace {

/// Time runs from 0 (inputs are there) over step s at s + 1 to the end (outputs are taken).
struct Occupation {
    std::optional<std::size_t> from;
    std::size_t until = 0;

    void extend(std::size_t time) {
        from = std::min(from.value_or(time), time);
        until = std::max(until, time);
    }
};

std::vector<Occupation> occupations(const Program& planned) {
    std::vector<Occupation> result(planned.buffers.size());
    for (const Port& port : planned.inputs) {
        result.at(port.buffer).extend(0);
    }
    for (std::size_t step = 0; step < planned.steps.size(); ++step) {
        for (const Operand& operand : planned.steps[step].operands) {
            if (operand.kind == OperandKind::buffer) {
                result.at(operand.index).extend(step + 1);
            }
        }
    }
    for (const Port& port : planned.outputs) {
        result.at(port.buffer).extend(planned.steps.size() + 1);
    }
    for (const State& state : planned.states) {
        result.at(state.buffer).extend(0);
        result.at(state.buffer).extend(planned.steps.size() + 1);
    }
    for (std::size_t buffer = 0; buffer < result.size(); ++buffer) {
        if (planned.buffers[buffer].memory == BufferMemory::caller) {
            result[buffer] = {};
        }
    }
    return result;
}

void verify_extent(const Program& planned, const Buffer& buffer) {
    THIMBLE_CHECK(
        buffer.offset_bytes % planned.alignment_bytes == 0, "buffer {} at {} is not aligned to {} bytes", buffer.name,
        buffer.offset_bytes, planned.alignment_bytes
    );
    THIMBLE_CHECK(
        buffer.size_bytes <= planned.arena_bytes && buffer.offset_bytes <= planned.arena_bytes - buffer.size_bytes,
        "buffer {} of {} bytes at {} ends outside the arena of {} bytes", buffer.name, buffer.size_bytes,
        buffer.offset_bytes, planned.arena_bytes
    );
}

bool bytes_overlap(const Buffer& one, const Buffer& two) {
    return one.size_bytes > 0 && two.size_bytes > 0 && one.offset_bytes < two.offset_bytes + two.size_bytes &&
           two.offset_bytes < one.offset_bytes + one.size_bytes;
}

/// Whether a step promises that its output may lie so with regard to its input.
bool allows(const InPlacePair& pair, const Buffer& input, const Buffer& output) {
    if (pair.overlap == Overlap::same_start) {
        return input.offset_bytes == output.offset_bytes && output.size_bytes <= input.size_bytes;
    }
    return output.offset_bytes + pair.lead_bytes <= input.offset_bytes;
}

/// Whether `step` promises that `later` may lie where it does while `earlier` is read, for every way in which it uses
/// the two.
bool works_in_place(const Program& planned, const Step& step, std::uint32_t earlier, std::uint32_t later) {
    bool is_declared = false;
    for (std::uint32_t one = 0; one < step.operands.size(); ++one) {
        for (std::uint32_t two = 0; two < step.operands.size(); ++two) {
            const Operand& input = step.operands[one];
            const Operand& output = step.operands[two];
            if (input.kind != OperandKind::buffer || output.kind != OperandKind::buffer || input.index != earlier ||
                output.index != later) {
                continue;
            }
            if (input.access != Access::read || output.access != Access::write ||
                std::none_of(step.in_place.begin(), step.in_place.end(), [&](const InPlacePair& pair) {
                    return pair.input == one && pair.output == two &&
                           allows(pair, planned.buffers[earlier], planned.buffers[later]);
                })) {
                return false;
            }
            is_declared = true;
        }
    }
    return is_declared;
}

void verify_pair(const Program& planned, const std::vector<Occupation>& times, std::uint32_t one, std::uint32_t two) {
    const Buffer& first = planned.buffers[one];
    const Buffer& second = planned.buffers[two];
    const std::size_t meet = std::max(*times[one].from, *times[two].from);
    const std::size_t part = std::min(times[one].until, times[two].until);
    if (meet > part || !bytes_overlap(first, second)) {
        return;
    }
    if (meet == part && meet > 0 && meet <= planned.steps.size()) {
        const Step& step = planned.steps[meet - 1];
        const bool one_dies = times[one].until == meet && times[two].from == meet;
        const bool two_dies = times[two].until == meet && times[one].from == meet;
        if ((one_dies && works_in_place(planned, step, one, two)) ||
            (two_dies && works_in_place(planned, step, two, one))) {
            return;
        }
    }
    throw InternalError(fmt::format(
        "buffers {} at {} and {} at {} overlap while both hold data, from moment {} to {}", first.name,
        first.offset_bytes, second.name, second.offset_bytes, meet, part
    ));
}

void verify_places(const Program& planned) {
    const std::vector<Occupation> times = occupations(planned);
    for (std::uint32_t one = 0; one < planned.buffers.size(); ++one) {
        if (!times[one].from) {
            continue;
        }
        verify_extent(planned, planned.buffers[one]);
        for (std::uint32_t two = 0; two < one; ++two) {
            if (times[two].from) {
                verify_pair(planned, times, one, two);
            }
        }
    }
}

struct BufferTrace {
    bool is_written = false;
    bool is_read = false;
    std::size_t last_read = 0;
    std::size_t last_write = 0;
};

void verify_data_flow(const Program& planned) {
    std::vector<BufferTrace> traces(planned.buffers.size());
    for (const Port& port : planned.inputs) {
        traces[port.buffer].is_written = true;
    }
    for (const State& state : planned.states) {
        traces[state.buffer].is_written = true;
    }
    for (std::size_t index = 0; index < planned.steps.size(); ++index) {
        const Step& step = planned.steps[index];
        for (const Operand& operand : step.operands) {
            if (operand.kind == OperandKind::buffer && operand.access == Access::read) {
                BufferTrace& trace = traces[operand.index];
                THIMBLE_CHECK(
                    trace.is_written, "step {} ({}) reads buffer {} before anything wrote it", index, step.kernel,
                    planned.buffers[operand.index].name
                );
                trace.is_read = true;
                trace.last_read = index + 1;
            }
        }
        for (const Operand& operand : step.operands) {
            if (operand.kind == OperandKind::buffer && operand.access != Access::read) {
                THIMBLE_CHECK(
                    planned.buffers[operand.index].memory == BufferMemory::arena,
                    "step {} ({}) writes buffer {}, which is the caller's", index, step.kernel,
                    planned.buffers[operand.index].name
                );
            }
            if (operand.kind == OperandKind::buffer && operand.access == Access::write) {
                traces[operand.index].is_written = true;
                traces[operand.index].last_write = index + 1;
            }
        }
    }
    for (const Port& port : planned.outputs) {
        BufferTrace& trace = traces[port.buffer];
        THIMBLE_CHECK(
            trace.is_written || planned.buffers[port.buffer].size_bytes == 0, "nothing writes output {}", port.name
        );
        trace.last_read = planned.steps.size() + 1;
    }
    for (const State& state : planned.states) {
        traces[state.buffer].last_read = planned.steps.size() + 1;
    }
    for (std::size_t buffer = 0; buffer < traces.size(); ++buffer) {
        THIMBLE_CHECK(
            !traces[buffer].is_read || traces[buffer].last_write <= traces[buffer].last_read,
            "step {} ({}) writes buffer {} after its last reader", traces[buffer].last_write - 1,
            planned.steps[traces[buffer].last_write - 1].kernel, planned.buffers[buffer].name
        );
    }
}

/// Equal bit by bit: NaN, which damaged models hold, is itself.
bool is_same_value(const Parameter& one, const Parameter& two) {
    const auto* const real = std::get_if<float>(&one.value);
    const auto* const other = std::get_if<float>(&two.value);
    return real != nullptr && other != nullptr
               ? std::bit_cast<std::uint32_t>(*real) == std::bit_cast<std::uint32_t>(*other)
               : one.value == two.value;
}

bool is_same_step(const Step& one, const Step& two) {
    return one.kernel == two.kernel && one.layer == two.layer &&
           std::equal(
               one.operands.begin(), one.operands.end(), two.operands.begin(), two.operands.end(),
               [](const Operand& left, const Operand& right) {
                   return std::tie(left.kind, left.index, left.access) ==
                          std::tie(right.kind, right.index, right.access);
               }
           ) &&
           std::equal(
               one.parameters.begin(), one.parameters.end(), two.parameters.begin(), two.parameters.end(), is_same_value
           );
}

/// For each planned step its number in the given program.
std::vector<std::size_t> match_steps(const Program& planned, const Program& given) {
    THIMBLE_CHECK(
        planned.steps.size() == given.steps.size(), "planned program has {} steps, given program {}",
        planned.steps.size(), given.steps.size()
    );
    std::vector<std::size_t> numbers;
    std::vector<bool> is_matched(given.steps.size());
    for (std::size_t index = 0; index < planned.steps.size(); ++index) {
        std::size_t number = 0;
        while (number < given.steps.size() &&
               (is_matched[number] || !is_same_step(planned.steps[index], given.steps[number]))) {
            ++number;
        }
        THIMBLE_CHECK(
            number < given.steps.size(), "planned step {} ({}) is not a step of the given program", index,
            planned.steps[index].kernel
        );
        is_matched[number] = true;
        numbers.push_back(number);
    }
    return numbers;
}

/// What a step found in a buffer: the numbers of the steps that wrote it.
using Contents = std::set<std::size_t>;

struct Observation {
    std::size_t step;
    std::uint32_t buffer;
    Contents contents;

    friend auto operator<=>(const Observation&, const Observation&) = default;
};

/// Executes the program on sets of writers in place of bytes. A write after a read replaces the contents;
/// writes that follow each other complete them.
std::vector<Observation> observe(const Program& program, const std::vector<std::size_t>& numbers) {
    std::vector<Contents> contents(program.buffers.size());
    std::vector<bool> is_read(program.buffers.size());
    std::vector<Observation> observations;
    for (std::size_t index = 0; index < program.steps.size(); ++index) {
        for (const Operand& operand : program.steps[index].operands) {
            if (operand.kind == OperandKind::buffer && operand.access == Access::read) {
                observations.push_back({numbers[index], operand.index, contents[operand.index]});
                is_read[operand.index] = true;
            }
        }
        for (const Operand& operand : program.steps[index].operands) {
            if (operand.kind == OperandKind::buffer && operand.access == Access::write) {
                if (is_read[operand.index]) {
                    contents[operand.index].clear();
                    is_read[operand.index] = false;
                }
                contents[operand.index].insert(numbers[index]);
            }
        }
    }
    for (const Port& port : program.outputs) {
        observations.push_back({program.steps.size(), port.buffer, contents[port.buffer]});
    }
    for (const State& state : program.states) {
        observations.push_back({program.steps.size(), state.buffer, contents[state.buffer]});
    }
    std::sort(observations.begin(), observations.end());
    return observations;
}

} // namespace

void verify_plan(const Program& planned) {
    verify_places(planned);
    verify_data_flow(planned);
}

void verify_plan(const Program& planned, const Program& given) {
    verify_plan(planned);
    const std::vector<std::size_t> numbers = match_steps(planned, given);
    std::vector<std::size_t> given_numbers(given.steps.size());
    for (std::size_t index = 0; index < given_numbers.size(); ++index) {
        given_numbers[index] = index;
    }
    const std::vector<Observation> expected = observe(given, given_numbers);
    const std::vector<Observation> found = observe(planned, numbers);
    for (std::size_t index = 0; index < std::min(expected.size(), found.size()); ++index) {
        THIMBLE_CHECK(
            expected[index] == found[index],
            "step {} of the given program finds other data in buffer {} than in the given order", expected[index].step,
            planned.buffers.at(expected[index].buffer).name
        );
    }
    THIMBLE_CHECK(expected.size() == found.size(), "planned and given program differ in their ports");
}

} // namespace thimble

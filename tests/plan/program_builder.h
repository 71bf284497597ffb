// SPDX-License-Identifier: Apache-2.0
// Small Programs for tests of the planner: buffers with sizes, steps that read and write them.
#pragma once

#include "thimble/program/program.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thimble {

class ProgramBuilder {
public:
    std::uint32_t buffer(std::size_t size_bytes) {
        program.buffers.push_back({"b" + std::to_string(program.buffers.size()), size_bytes, 0});
        return static_cast<std::uint32_t>(program.buffers.size() - 1);
    }

    std::uint32_t input(std::size_t size_bytes) {
        const std::uint32_t index = buffer(size_bytes);
        program.inputs.push_back({"input", {}, index});
        return index;
    }

    void output(std::uint32_t index) { program.outputs.push_back({"output", {}, index}); }

    /// A step whose operands are the reads, then the writes, then the scratch buffers.
    Step& step(
        const std::vector<std::uint32_t>& reads, const std::vector<std::uint32_t>& writes,
        const std::vector<std::uint32_t>& scratch = {}
    ) {
        Step step;
        step.kernel = "kernel_" + std::to_string(program.steps.size());
        for (std::uint32_t index : reads) {
            step.operands.push_back({OperandKind::buffer, index, Access::read, DataType::int8});
        }
        for (std::uint32_t index : writes) {
            step.operands.push_back({OperandKind::buffer, index, Access::write, DataType::int8});
        }
        for (std::uint32_t index : scratch) {
            step.operands.push_back({OperandKind::buffer, index, Access::scratch, DataType::int8});
        }
        program.steps.push_back(step);
        return program.steps.back();
    }

    /// A step that reads `from` and writes a fresh buffer.
    std::uint32_t layer(const std::vector<std::uint32_t>& from, std::size_t size_bytes) {
        const std::uint32_t index = buffer(size_bytes);
        step(from, {index});
        return index;
    }

    /// The same, and the output may take the place of any input.
    std::uint32_t in_place_layer(const std::vector<std::uint32_t>& from, std::size_t size_bytes) {
        const std::uint32_t index = layer(from, size_bytes);
        for (std::uint32_t operand = 0; operand < from.size(); ++operand) {
            program.steps.back().in_place.push_back({operand, static_cast<std::uint32_t>(from.size())});
        }
        return index;
    }

    /// The same, and the output may begin `lead_bytes` before the input.
    std::uint32_t overlapping_layer(std::uint32_t from, std::size_t size_bytes, std::size_t lead_bytes) {
        const std::uint32_t index = layer({from}, size_bytes);
        program.steps.back().in_place.push_back({0, 1, Overlap::ahead, lead_bytes});
        return index;
    }

    Program program;
};

/// input -> sizes[1] -> sizes[2] ... -> output
inline Program chain_program(const std::vector<std::size_t>& sizes) {
    ProgramBuilder builder;
    std::uint32_t last = builder.input(sizes.front());
    for (std::size_t index = 1; index < sizes.size(); ++index) {
        last = builder.layer({last}, sizes[index]);
    }
    builder.output(last);
    return builder.program;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/dependencies.h"

#include <algorithm>

namespace thimble {

namespace {

struct BufferUse {
    bool is_read = false;
    bool is_written = false;
};

/// What later users of one buffer have to wait for.
struct BufferHistory {
    std::vector<std::uint32_t> writers;          ///< of what the buffer holds now
    std::vector<std::uint32_t> readers;          ///< of what the buffer holds now
    std::vector<std::uint32_t> previous_readers; ///< of what the writers replaced
};

std::vector<std::pair<std::uint32_t, BufferUse>> buffer_uses(const Step& step) {
    std::vector<std::pair<std::uint32_t, BufferUse>> uses;
    for (const Operand& operand : step.operands) {
        if (operand.kind != OperandKind::buffer) {
            continue;
        }
        auto found = std::find_if(uses.begin(), uses.end(), [&](auto& use) { return use.first == operand.index; });
        if (found == uses.end()) {
            found = uses.insert(uses.end(), {operand.index, BufferUse{}});
        }
        found->second.is_read |= operand.access != Access::write;
        found->second.is_written |= operand.access != Access::read;
    }
    return uses;
}

void append(std::vector<std::uint32_t>& list, const std::vector<std::uint32_t>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

/// Adds what `step` waits for to `waits_for` and records the use.
void record_use(BufferHistory& history, BufferUse use, std::uint32_t step, std::vector<std::uint32_t>& waits_for) {
    if (use.is_read) {
        append(waits_for, history.writers);
    }
    if (use.is_read && use.is_written) {
        append(waits_for, history.readers);
        append(waits_for, history.previous_readers);
        history = {{step}, {step}, {}};
    } else if (use.is_read) {
        history.readers.push_back(step);
    } else {
        if (!history.readers.empty()) {
            history = {{}, {}, std::move(history.readers)};
        }
        append(waits_for, history.previous_readers);
        history.writers.push_back(step);
    }
}

} // namespace

Dependencies find_dependencies(const Program& program) {
    Dependencies dependencies;
    dependencies.predecessors.resize(program.steps.size());
    dependencies.successors.resize(program.steps.size());
    std::vector<BufferHistory> histories(program.buffers.size());
    for (std::uint32_t step = 0; step < program.steps.size(); ++step) {
        std::vector<std::uint32_t>& waits_for = dependencies.predecessors[step];
        for (const auto& [buffer, use] : buffer_uses(program.steps[step])) {
            record_use(histories[buffer], use, step, waits_for);
        }
        std::sort(waits_for.begin(), waits_for.end());
        waits_for.erase(std::unique(waits_for.begin(), waits_for.end()), waits_for.end());
        for (std::uint32_t predecessor : waits_for) {
            dependencies.successors[predecessor].push_back(step);
        }
    }
    return dependencies;
}

} // namespace thimble

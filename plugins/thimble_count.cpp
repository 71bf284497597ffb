// SPDX-License-Identifier: Apache-2.0
// QEMU plugin that counts every executed instruction by address and layer.
//
// Use: -plugin thimble_count.so,marks=FILE,out=FILE. Lines of the marks file are `<hex address> <layer>`, the layer
// -1 ends the measured region; layer_counts.h says what is written. Counts are those of the last complete
// pass over the region, so a firmware that runs it several times is measured warm.
#include "plugins/instruction_size.h"
#include "plugins/layer_counts.h"
#include "plugins/qemu_plugin_api.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace {

using thimble::count::Instruction;
using thimble::count::InstructionSet;
using thimble::count::LayerCounts;
using thimble::count::Mark;

// QEMU calls with no context of ours. Never destroyed: QEMU's exit hook may run after our destructors.
LayerCounts& layer_counts() {
    static LayerCounts& counts = *new LayerCounts;
    return counts;
}

std::string& output_path() {
    static std::string& path = *new std::string;
    return path;
}

InstructionSet guest_set = InstructionSet::thumb; // set before anything is translated

void on_mark(unsigned int, void* userdata) {
    Mark& mark = *static_cast<Mark*>(userdata);
    mark.counts->reach(mark);
}

void describe(Instruction& instruction, const qemu_plugin_insn* translated) {
    std::uint8_t bytes[16] = {};
    const std::size_t reported = std::min(qemu_plugin_insn_size(translated), sizeof bytes);
    std::memcpy(bytes, qemu_plugin_insn_data(translated), reported);
    instruction.size = static_cast<std::uint8_t>(thimble::count::instruction_size(guest_set, bytes));
    std::copy(bytes, bytes + sizeof bytes, instruction.bytes.begin());
}

void on_translation(qemu_plugin_id_t, qemu_plugin_tb* block) {
    LayerCounts& counts = layer_counts();
    for (std::size_t i = 0; i < qemu_plugin_tb_n_insns(block); ++i) {
        qemu_plugin_insn* translated = qemu_plugin_tb_get_insn(block, i);
        const std::uint64_t address = qemu_plugin_insn_vaddr(translated);
        Instruction& instruction = counts.instruction(address);
        describe(instruction, translated);
        if (Mark* mark = counts.mark(address)) {
            // The callback counts this instruction itself: the order of callback and inline addition
            // is not part of QEMU's contract.
            qemu_plugin_register_vcpu_insn_exec_cb(translated, on_mark, QEMU_PLUGIN_CB_NO_REGS, mark);
        } else {
            qemu_plugin_register_vcpu_insn_exec_inline(
                translated, QEMU_PLUGIN_INLINE_ADD_U64, &instruction.executed, 1
            );
        }
    }
}

void on_exit(qemu_plugin_id_t, void*) {
    std::ofstream file(output_path());
    layer_counts().write(file);
    if (!file.flush()) {
        qemu_plugin_outs("thimble_count: cannot write the counts\n");
    }
}

bool read_option(std::string_view option) {
    if (option.substr(0, 6) == "marks=") {
        std::ifstream file{std::string(option.substr(6))};
        return file && layer_counts().read_marks(file);
    }
    if (option.substr(0, 4) == "out=") {
        output_path() = option.substr(4);
        return true;
    }
    return false;
}

} // namespace

extern "C" {

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

__attribute__((visibility("default"))) int
qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t* info, int argument_count, char** arguments) {
    const std::optional<InstructionSet> set = thimble::count::instruction_set_of(info->target_name);
    if (!set) {
        qemu_plugin_outs("thimble_count: only Arm M-profile, AArch64 and RISC-V cores are supported\n");
        return 1;
    }
    guest_set = *set;
    for (int i = 0; i < argument_count; ++i) {
        if (!read_option(arguments[i])) {
            qemu_plugin_outs("thimble_count: an option is unknown, or its file cannot be read\n");
            return 1;
        }
    }
    if (output_path().empty()) {
        qemu_plugin_outs("thimble_count: the option out=FILE is missing\n");
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    qemu_plugin_register_atexit_cb(id, on_exit, nullptr);
    return 0;
}

} // extern "C"

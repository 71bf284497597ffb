// SPDX-License-Identifier: Apache-2.0
// The declarations of QEMU's TCG plugin interface, version 1 (QEMU 4.2 to 8.x), that our plugin uses; Debian
// packages no header. Source: QEMU 7.2 manual, "QEMU TCG Plugins", and the symbols that the emulators export.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

struct qemu_plugin_tb;
struct qemu_plugin_insn;

using qemu_plugin_id_t = std::uint64_t;

/// What the emulator says about itself; only `target_name` and the versions are read here.
struct qemu_info_t {
    const char* target_name;

    struct {
        int min;
        int cur;
    } version;

    bool system_emulation;

    struct {
        int smp_vcpus;
        int max_vcpus;
    } system;
};

enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_CB_R_REGS, QEMU_PLUGIN_CB_RW_REGS };

enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };

using qemu_plugin_udata_cb_t = void (*)(qemu_plugin_id_t id, void* userdata);
using qemu_plugin_vcpu_udata_cb_t = void (*)(unsigned int vcpu_index, void* userdata);
using qemu_plugin_vcpu_tb_trans_cb_t = void (*)(qemu_plugin_id_t id, qemu_plugin_tb* tb);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, qemu_plugin_vcpu_tb_trans_cb_t callback);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, qemu_plugin_udata_cb_t callback, void* userdata);
void qemu_plugin_register_vcpu_insn_exec_cb(
    qemu_plugin_insn* instruction, qemu_plugin_vcpu_udata_cb_t callback, qemu_plugin_cb_flags flags, void* userdata
);
void qemu_plugin_register_vcpu_insn_exec_inline(
    qemu_plugin_insn* instruction, qemu_plugin_op op, void* counter, std::uint64_t increment
);

std::size_t qemu_plugin_tb_n_insns(const qemu_plugin_tb* tb);
qemu_plugin_insn* qemu_plugin_tb_get_insn(const qemu_plugin_tb* tb, std::size_t index);
const void* qemu_plugin_insn_data(const qemu_plugin_insn* instruction);
std::size_t qemu_plugin_insn_size(const qemu_plugin_insn* instruction);
std::uint64_t qemu_plugin_insn_vaddr(const qemu_plugin_insn* instruction);
void qemu_plugin_outs(const char* text);

} // extern "C"

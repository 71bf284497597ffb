// SPDX-License-Identifier: Apache-2.0
// Start-up of a Cortex-M firmware: vector table, floating-point unit and Helium, then the program.
// Source: ARMv7-M Architecture Reference Manual, B1.5 (vectors, reset) and B3.2.20 (CPACR); ARMv8-M Architecture
// Reference Manual, D1.2 (CCR).
#include "start_program.h"

extern "C" {
extern uint32_t __stack_top[];

[[noreturn]] void reset_handler();
[[noreturn]] void fault_handler();
}

namespace {

[[maybe_unused]] void set_bits(uintptr_t register_address, uint32_t bits) {
    volatile uint32_t& word = *reinterpret_cast<volatile uint32_t*>(register_address);
    word = word | bits;
    __asm volatile("dsb\n isb" ::: "memory");
}

// Before any instruction that uses what is enabled here.
void enable_extensions() {
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
    set_bits(0xe000ed88u, 0xfu << 20); // CPACR: full access to coprocessors 10 and 11
#endif
#if defined(__ARM_FEATURE_MVE)
    set_bits(0xe000ed14u, 1u << 19); // CCR.LOB: low-overhead loops
#endif
}

using Handler = void (*)();

struct VectorTable {
    uint32_t* initial_stack;
    Handler handlers[15];
};

} // namespace

extern "C" __attribute__((section(".vectors"), used)) const VectorTable vector_table;
const VectorTable vector_table = {
    __stack_top,
    {reset_handler, fault_handler, fault_handler, fault_handler, fault_handler, fault_handler, fault_handler,
     fault_handler, fault_handler, fault_handler, fault_handler, fault_handler, fault_handler, fault_handler,
     fault_handler}};

void reset_handler() {
    enable_extensions();
    thimble_harness::start_program();
}

void fault_handler() {
    thimble_harness::exit_program(thimble_harness::exit_fault);
}

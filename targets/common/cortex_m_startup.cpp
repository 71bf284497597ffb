// SPDX-License-Identifier: Apache-2.0
// Start-up of a Cortex-M firmware: vector table, memory initialisation, floating-point unit, then main.
// Source: ARMv7-M Architecture Reference Manual, B1.5 (vectors, reset) and B3.2.20 (CPACR).
#include "harness_files.h"

#include <cstdint>

extern "C" {
extern std::uint32_t __data_start[];
extern std::uint32_t __data_end[];
extern const std::uint32_t __data_load[];
extern std::uint32_t __bss_start[];
extern std::uint32_t __bss_end[];
extern std::uint32_t __stack_top[];
extern void (*const __init_array_start[])();
extern void (*const __init_array_end[])();

int main();
[[noreturn]] void reset_handler();
[[noreturn]] void fault_handler();
}

namespace {

#if defined(__ARM_FP)
void enable_floating_point() {
    // Full access to coprocessors 10 and 11, before any instruction that uses them.
    volatile std::uint32_t& coprocessor_access = *reinterpret_cast<volatile std::uint32_t*>(0xe000ed88u);
    coprocessor_access = coprocessor_access | (0xfu << 20);
    __asm volatile("dsb\n isb" ::: "memory");
}
#else
void enable_floating_point() {}
#endif

using Handler = void (*)();

struct VectorTable {
    std::uint32_t* initial_stack;
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
    enable_floating_point();
    const std::uint32_t* load = __data_load;
    for (std::uint32_t* word = __data_start; word < __data_end; ++word, ++load) {
        *word = *load;
    }
    for (std::uint32_t* word = __bss_start; word < __bss_end; ++word) {
        *word = 0;
    }
    for (const Handler* initialiser = __init_array_start; initialiser < __init_array_end; ++initialiser) {
        (*initialiser)();
    }
    thimble_harness::exit_program(main());
}

void fault_handler() {
    thimble_harness::exit_program(thimble_harness::exit_fault);
}

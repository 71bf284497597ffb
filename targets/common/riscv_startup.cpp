// SPDX-License-Identifier: Apache-2.0
// Start-up of a 32-bit RISC-V firmware: trap vector and pointers, then the program.
// Source: RISC-V ELF psABI (gp, tp); RISC-V Privileged Architecture, 3.1.7 (mtvec).
#include "start_program.h"

extern "C" {
[[noreturn]] void start_in_cpp();
[[noreturn]] void fault_handler();
}

// The machine jumps to the first instruction of flash. While gp is set, the linker must not yet use it.
__asm(R"(
    .section .vectors, "ax"
    .globl reset_handler
    .type reset_handler, @function
reset_handler:
    .option push
    .option norelax
    .option arch, +zicsr
    la gp, __global_pointer$
    la sp, __stack_top
    la tp, __tls_base
    la t0, fault_handler
    csrw mtvec, t0
    j start_in_cpp
    .option pop
    .size reset_handler, . - reset_handler
    .text
)");

void start_in_cpp() {
    thimble_harness::start_program();
}

// mtvec holds a multiple of four.
__attribute__((aligned(4))) void fault_handler() {
    thimble_harness::exit_program(thimble_harness::exit_fault);
}

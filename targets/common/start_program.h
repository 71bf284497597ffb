// SPDX-License-Identifier: Apache-2.0
// What every start-up does once the core can run C++: fills memory, runs constructors, calls main.
#pragma once

#include "harness_files.h"

#include <stdint.h>

extern "C" {
extern uint32_t __data_start[];
extern uint32_t __data_end[];
extern const uint32_t __data_load[];
extern uint32_t __bss_start[];
extern uint32_t __bss_end[];
extern void (*const __init_array_start[])();
extern void (*const __init_array_end[])();

int main();
}

namespace thimble_harness {

[[noreturn]] inline void start_program() {
    const uint32_t* load = __data_load;
    for (uint32_t* word = __data_start; word < __data_end; ++word, ++load) {
        *word = *load;
    }
    for (uint32_t* word = __bss_start; word < __bss_end; ++word) {
        *word = 0;
    }
    for (void (*const* initialiser)() = __init_array_start; initialiser < __init_array_end; ++initialiser) {
        (*initialiser)();
    }
    exit_program(main());
}

} // namespace thimble_harness

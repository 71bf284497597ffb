// SPDX-License-Identifier: Apache-2.0
// A C program that uses an emitted library as its README says, two models at once, and the self-test.
#include "digits.h"

#include <stdio.h>
#include <string.h>

static uint8_t memory[2 * DIGITS_ARENA_BYTES + 2 * DIGITS_ARENA_ALIGNMENT];

static uint8_t* aligned(uint8_t* address) {
    return address + (DIGITS_ARENA_ALIGNMENT - (uintptr_t)address % DIGITS_ARENA_ALIGNMENT) % DIGITS_ARENA_ALIGNMENT;
}

static int fail(const char* what) {
    printf("FAILED: %s\n", what);
    return 1;
}

int main(void) {
    uint8_t* arena = aligned(memory);
    uint8_t* second_arena = aligned(arena + DIGITS_ARENA_BYTES);
    digits_model model;
    digits_model second;

    if (digits_init(&model, arena, DIGITS_ARENA_BYTES - 1) != digits_arena_too_small) {
        return fail("an arena that is too small was accepted");
    }
    if (digits_run(&model) != digits_not_initialized) {
        return fail("a model without an arena ran");
    }
    if (digits_init(&model, arena + 1, DIGITS_ARENA_BYTES + 1) != digits_arena_misaligned) {
        return fail("a misaligned arena was accepted");
    }
    if (digits_init(&model, arena, DIGITS_ARENA_BYTES) != digits_ok ||
        digits_init(&second, second_arena, DIGITS_ARENA_BYTES) != digits_ok) {
        return fail("an arena of the stated size was refused");
    }
    if (digits_input(&model, 1) != NULL || digits_output(&model, -1) != NULL) {
        return fail("an input or output that does not exist was given out");
    }

    memset(digits_input(&model, 0), 100, DIGITS_INPUT_0_BYTES);
    memset(digits_input(&second, 0), 100, DIGITS_INPUT_0_BYTES);
    if (digits_run(&model) != digits_ok || digits_run(&second) != digits_ok) {
        return fail("a run did not succeed");
    }
    if (memcmp(digits_output(&model, 0), digits_output(&second, 0), DIGITS_OUTPUT_0_BYTES) != 0) {
        return fail("two models with equal inputs disagree");
    }
    if (digits_selftest() != 0) {
        return fail("the self-test");
    }
    printf("consumer: all is well\n");
    return 0;
}

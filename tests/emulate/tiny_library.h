// SPDX-License-Identifier: Apache-2.0
// A hand-written library with the face of an emitted one: y = 2 * x, then y + 1, over 16 int8.
#pragma once

#include "thimble/emit/emitted_library.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace thimble {

inline constexpr const char* tiny_header = R"(#pragma once
#include <stddef.h>
#include <stdint.h>
#ifndef TINY_ARENA_BYTES
#define TINY_ARENA_BYTES 48
#endif
#define TINY_INPUT_COUNT 1
#define TINY_OUTPUT_COUNT 1
#define TINY_INPUT_0_BYTES 16
#define TINY_OUTPUT_0_BYTES 16
#ifdef __cplusplus
extern "C" {
#endif
typedef struct tiny_model { uint8_t* arena; } tiny_model;
typedef enum tiny_status { tiny_ok = 0, tiny_bad_arena = 1 } tiny_status;
tiny_status tiny_init(tiny_model* model, void* arena, size_t size);
int8_t* tiny_input(tiny_model* model, int index);
const int8_t* tiny_output(const tiny_model* model, int index);
tiny_status tiny_run(tiny_model* model);
#ifdef __cplusplus
}
#endif
)";

inline constexpr const char* tiny_weights_source = R"(#include "tiny_weights.h"
extern const int8_t tiny_weights[16] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
)";

inline constexpr const char* tiny_source = R"(#include "tiny.h"
#include "tiny_weights.h"
#include <string.h>
#ifdef THIMBLE_PROFILE
#define MARK(name) __asm volatile(".globl thimble_mark_" #name "\nthimble_mark_" #name ":" ::: "memory")
#else
#define MARK(name)
#endif
tiny_status tiny_init(tiny_model* model, void* arena, size_t size) {
    model->arena = static_cast<uint8_t*>(arena);
    return size >= 48 ? tiny_ok : tiny_bad_arena;
}
int8_t* tiny_input(tiny_model* model, int) { return reinterpret_cast<int8_t*>(model->arena); }
const int8_t* tiny_output(const tiny_model* model, int) { return reinterpret_cast<const int8_t*>(model->arena) + 32; }
__attribute__((noinline)) static void scale(const int8_t* input, int8_t* output) {
    volatile int8_t copy[64];
    for (int i = 0; i < 16; ++i) {
        copy[i] = static_cast<int8_t>(input[i] * tiny_weights[i]);
    }
    for (int i = 0; i < 16; ++i) {
        output[i] = copy[i];
    }
}
__attribute__((noinline)) static void increment(const int8_t* input, int8_t* output) {
    for (int i = 0; i < 16; ++i) {
        output[i] = static_cast<int8_t>(input[i] + 1);
    }
}
tiny_status tiny_run(tiny_model* model) {
    int8_t* memory = reinterpret_cast<int8_t*>(model->arena);
    MARK(0);
    scale(memory, memory + 16);
    MARK(1);
    increment(memory + 16, memory + 32);
    MARK(end);
    return tiny_ok;
}
)";

inline EmittedLibrary tiny_library() {
    return {
        "tiny",
        {{"tiny.h", tiny_header},
         {"tiny_weights.h", "#pragma once\n#include <stdint.h>\nextern const int8_t tiny_weights[16];\n"},
         {"tiny_weights.cpp", tiny_weights_source},
         {"tiny.cpp", tiny_source},
         {"tiny_selftest.cpp", "#error the harness has its own main\n"}}};
}

inline std::vector<std::byte> tiny_input(int first) {
    std::vector<std::byte> input;
    for (int i = 0; i < 16; ++i) {
        input.push_back(static_cast<std::byte>(first + i));
    }
    return input;
}

inline std::vector<std::byte> tiny_output(int first) {
    std::vector<std::byte> output;
    for (int i = 0; i < 16; ++i) {
        output.push_back(static_cast<std::byte>(2 * (first + i) + 1));
    }
    return output;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Measures how deep a call's stack gets: the free stack is painted before it, and searched for damage after it.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace thimble_harness {

__attribute__((always_inline)) inline uintptr_t stack_pointer() {
    uintptr_t pointer;
#if defined(__arm__) || defined(__aarch64__)
    __asm volatile("mov %0, sp" : "=r"(pointer));
#elif defined(__x86_64__)
    __asm volatile("movq %%rsp, %0" : "=r"(pointer));
#elif defined(__riscv)
    __asm volatile("mv %0, sp" : "=r"(pointer));
#else
    pointer = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
#endif
    return pointer;
}

/// The stack from `low` up to `high`, where the frame of the measuring function begins. Must be
/// painted and searched by that function itself, not in a function that it calls.
struct PaintedStack {
    uintptr_t low;
    uintptr_t high;

    static constexpr uint32_t paint = 0xa5c3e197u;
    // Enough for any kernel, and cheap to paint for every vector.
    static constexpr uintptr_t greatest_bytes = 128u * 1024u;

    __attribute__((always_inline)) explicit PaintedStack(const unsigned char* limit) {
        high = stack_pointer() & ~static_cast<uintptr_t>(3);
        low = (reinterpret_cast<uintptr_t>(limit) + 3u) & ~static_cast<uintptr_t>(3);
        if (limit == nullptr || high - low > greatest_bytes) {
            low = high - greatest_bytes;
        }
        for (uintptr_t word = low; word < high; word += 4u) {
            *reinterpret_cast<volatile uint32_t*>(word) = paint;
        }
    }

    __attribute__((always_inline)) uint32_t used_bytes() const {
        uintptr_t word = low;
        while (word < high && *reinterpret_cast<const volatile uint32_t*>(word) == paint) {
            word += 4u;
        }
        return static_cast<uint32_t>(high - word);
    }

    uint32_t total_bytes() const { return static_cast<uint32_t>(high - low); }
};

} // namespace thimble_harness

// SPDX-License-Identifier: Apache-2.0
// The harness's files on an emulated Cortex-M or RISC-V core, through semihosting.
// Source: Arm, "Semihosting for AArch32 and AArch64", release 2.0, sections 4 and 6; RISC-V Semihosting 1.0, section 2.
#include "harness_files.h"

#include <stdint.h>

extern "C" {
extern unsigned char __stack_limit[];
}

namespace {

enum class Operation : uint32_t { open = 0x01, close = 0x02, write = 0x05, read = 0x06, exit_extended = 0x20 };

#if defined(__riscv)
// The host looks at the instructions around the breakpoint: none of the three may be compressed, nor on another page.
__attribute__((noinline)) uint32_t call_host(Operation operation, const uint32_t* arguments) {
    register uint32_t a0 __asm("a0") = static_cast<uint32_t>(operation);
    register const uint32_t* a1 __asm("a1") = arguments;
    __asm volatile(".option push\n .option norvc\n .balign 16\n slli zero, zero, 0x1f\n ebreak\n srai zero, zero, 7\n"
                   ".option pop"
                   : "+r"(a0)
                   : "r"(a1)
                   : "memory");
    return a0;
}
#else
uint32_t call_host(Operation operation, const uint32_t* arguments) {
    register uint32_t r0 __asm("r0") = static_cast<uint32_t>(operation);
    register const uint32_t* r1 __asm("r1") = arguments;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}
#endif

uint32_t address_of(const void* pointer) {
    return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer));
}

} // namespace

namespace thimble_harness {

int open_file(const char* name, Mode mode) {
    constexpr uint32_t read_binary = 1;  // "rb"
    constexpr uint32_t write_binary = 5; // "wb"
    uint32_t length = 0;
    while (name[length] != '\0') {
        ++length;
    }
    const uint32_t arguments[] = {address_of(name), mode == Mode::read ? read_binary : write_binary, length};
    return static_cast<int>(call_host(Operation::open, arguments));
}

size_t read_file(int file, void* bytes, size_t count) {
    const uint32_t arguments[] = {static_cast<uint32_t>(file), address_of(bytes), count};
    // The call returns how many bytes are missing.
    return count - call_host(Operation::read, arguments);
}

bool write_file(int file, const void* bytes, size_t count) {
    const uint32_t arguments[] = {static_cast<uint32_t>(file), address_of(bytes), count};
    return call_host(Operation::write, arguments) == 0;
}

void close_file(int file) {
    const uint32_t arguments[] = {static_cast<uint32_t>(file)};
    call_host(Operation::close, arguments);
}

unsigned char* stack_limit() {
    return __stack_limit;
}

void exit_program(int status) {
    constexpr uint32_t application_exit = 0x20026;
    const uint32_t arguments[] = {application_exit, static_cast<uint32_t>(status)};
    call_host(Operation::exit_extended, arguments);
    for (;;) {
    }
}

} // namespace thimble_harness

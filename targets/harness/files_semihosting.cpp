// SPDX-License-Identifier: Apache-2.0
// The harness's files on an emulated Cortex-M, through semihosting.
// Source: Arm, "Semihosting for AArch32 and AArch64", release 2.0, sections 4 and 6.
#include "harness_files.h"

#include <cstdint>

extern "C" {
extern unsigned char __stack_limit[];
}

namespace {

enum class Operation : std::uint32_t { open = 0x01, close = 0x02, write = 0x05, read = 0x06, exit_extended = 0x20 };

std::uint32_t call_host(Operation operation, const std::uint32_t* arguments) {
    register std::uint32_t r0 __asm("r0") = static_cast<std::uint32_t>(operation);
    register const std::uint32_t* r1 __asm("r1") = arguments;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

std::uint32_t address_of(const void* pointer) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

} // namespace

namespace thimble_harness {

int open_file(const char* name, Mode mode) {
    constexpr std::uint32_t read_binary = 1;  // "rb"
    constexpr std::uint32_t write_binary = 5; // "wb"
    std::uint32_t length = 0;
    while (name[length] != '\0') {
        ++length;
    }
    const std::uint32_t arguments[] = {address_of(name), mode == Mode::read ? read_binary : write_binary, length};
    return static_cast<int>(call_host(Operation::open, arguments));
}

std::size_t read_file(int file, void* bytes, std::size_t count) {
    const std::uint32_t arguments[] = {static_cast<std::uint32_t>(file), address_of(bytes), count};
    // The call returns how many bytes are missing.
    return count - call_host(Operation::read, arguments);
}

bool write_file(int file, const void* bytes, std::size_t count) {
    const std::uint32_t arguments[] = {static_cast<std::uint32_t>(file), address_of(bytes), count};
    return call_host(Operation::write, arguments) == 0;
}

void close_file(int file) {
    const std::uint32_t arguments[] = {static_cast<std::uint32_t>(file)};
    call_host(Operation::close, arguments);
}

unsigned char* stack_limit() {
    return __stack_limit;
}

void exit_program(int status) {
    constexpr std::uint32_t application_exit = 0x20026;
    const std::uint32_t arguments[] = {application_exit, static_cast<std::uint32_t>(status)};
    call_host(Operation::exit_extended, arguments);
    for (;;) {
    }
}

} // namespace thimble_harness

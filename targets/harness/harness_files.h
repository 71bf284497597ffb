// SPDX-License-Identifier: Apache-2.0
// What the test harness needs from the world around it: whole-file input, sequential output, an exit status.
// Implemented by semihosting on emulated devices and by system calls under an operating system. No C library on
// devices.
#pragma once

#include <stddef.h>

namespace thimble_harness {

constexpr int exit_ok = 0;
constexpr int exit_no_input = 240;    ///< a file cannot be opened
constexpr int exit_short_input = 241; ///< the input is not a whole number of vectors
constexpr int exit_write_failed = 242;
constexpr int exit_model_failed = 243;  ///< the model's init or run returned an error
constexpr int exit_fault = 244;         ///< the core took a fault
constexpr int exit_stack_overrun = 245; ///< nothing is left of the painted stack

enum class Mode : unsigned char { read, write };

/// A handle, or -1.
int open_file(const char* name, Mode mode);
/// Bytes read; fewer than asked for at the end of the file.
size_t read_file(int file, void* bytes, size_t count);
/// Whether everything was written.
bool write_file(int file, const void* bytes, size_t count);
void close_file(int file);

/// Lowest address that the stack may grow to, or null when it is not limited.
unsigned char* stack_limit();

[[noreturn]] void exit_program(int status);

} // namespace thimble_harness

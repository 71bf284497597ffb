// SPDX-License-Identifier: Apache-2.0
// The harness's files in a program of an operating system: on the host, and in QEMU's user mode.
#include "harness_files.h"

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace thimble_harness {

int open_file(const char* name, Mode mode) {
    return mode == Mode::read ? open(name, O_RDONLY) : open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
}

size_t read_file(int file, void* bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        const ssize_t step = read(file, static_cast<char*>(bytes) + done, count - done);
        if (step <= 0) {
            break;
        }
        done += static_cast<size_t>(step);
    }
    return done;
}

bool write_file(int file, const void* bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        const ssize_t step = write(file, static_cast<const char*>(bytes) + done, count - done);
        if (step <= 0) {
            return false;
        }
        done += static_cast<size_t>(step);
    }
    return true;
}

void close_file(int file) {
    close(file);
}

unsigned char* stack_limit() {
    return nullptr;
}

void exit_program(int status) {
    std::exit(status);
}

} // namespace thimble_harness

// SPDX-License-Identifier: Apache-2.0
// Runs an emitted model over the vectors of input.bin, writes output.bin, and measures its stack.
//
// input.bin: vectors one after another, each all inputs in order. output.bin: likewise. report.txt: lines `key value`.
// A model without inputs, or whose inputs are all empty, runs once.
// model_under_test.h is generated beside it and maps the names below to the emitted library's.
#include "harness_files.h"
#include "model_under_test.h"
#include "stack_paint.h"

#include <stddef.h>
#include <stdint.h>

// Symbols that the size report looks for.
extern "C" {
alignas(16) unsigned char thimble_arena[model_under_test::arena_bytes == 0 ? 1 : model_under_test::arena_bytes];
model_under_test::Model thimble_model;
}

namespace {

using namespace thimble_harness;

struct Report {
    uint32_t vectors = 0;
    uint32_t stack_bytes = 0;
    uint32_t painted_bytes = 0;
    uint32_t status = 0;
};

// Decimal digits without division, which ARMv6-M would take from libgcc.
size_t print_number(char* text, uint32_t number) {
    static constexpr uint32_t powers[] = {1000000000u, 100000000u, 10000000u, 1000000u, 100000u,
                                          10000u,      1000u,      100u,      10u,      1u};
    size_t length = 0;
    for (const uint32_t power : powers) {
        char digit = '0';
        for (; number >= power; number -= power) {
            ++digit;
        }
        if (digit != '0' || length != 0 || power == 1u) {
            text[length++] = digit;
        }
    }
    return length;
}

void write_line(int file, const char* key, uint32_t number) {
    char line[48];
    size_t length = 0;
    for (; key[length] != '\0'; ++length) {
        line[length] = key[length];
    }
    line[length++] = ' ';
    length += print_number(line + length, number);
    line[length++] = '\n';
    write_file(file, line, length);
}

void write_report(const Report& report) {
    const int file = open_file("report.txt", Mode::write);
    if (file < 0) {
        exit_program(exit_write_failed);
    }
    write_line(file, "vectors", report.vectors);
    write_line(file, "stack_bytes", report.stack_bytes);
    write_line(file, "painted_bytes", report.painted_bytes);
    write_line(file, "status", report.status);
    close_file(file);
}

__attribute__((noinline)) uint32_t run_measured(Report& report) {
    const PaintedStack stack(stack_limit());
    const uint32_t status = model_under_test::run(thimble_model);
    const uint32_t used = stack.used_bytes();
    report.stack_bytes = used > report.stack_bytes ? used : report.stack_bytes;
    report.painted_bytes = stack.total_bytes();
    return status;
}

enum class Filled : unsigned char { whole_vector, end_of_file, part_of_vector };

Filled fill_inputs(int file, uint32_t vectors_done) {
    size_t vector_bytes = 0;
    for (size_t i = 0; i < model_under_test::input_count; ++i) {
        vector_bytes += model_under_test::input_bytes[i];
    }
    if (vector_bytes == 0) {
        return vectors_done == 0 ? Filled::whole_vector : Filled::end_of_file;
    }
    for (size_t i = 0; i < model_under_test::input_count; ++i) {
        const size_t wanted = model_under_test::input_bytes[i];
        const size_t got = read_file(file, model_under_test::input(thimble_model, i), wanted);
        if (got != wanted) {
            return i == 0 && got == 0 ? Filled::end_of_file : Filled::part_of_vector;
        }
    }
    return Filled::whole_vector;
}

bool write_outputs(int file) {
    for (size_t i = 0; i < model_under_test::output_count; ++i) {
        const unsigned char* output = model_under_test::output(thimble_model, i);
        if (!write_file(file, output, model_under_test::output_bytes[i])) {
            return false;
        }
    }
    return true;
}

int run_vectors(int input, int output, Report& report) {
    for (;;) {
        const Filled filled = fill_inputs(input, report.vectors);
        if (filled != Filled::whole_vector) {
            return filled == Filled::end_of_file ? exit_ok : exit_short_input;
        }
        report.status = run_measured(report);
        if (report.status != 0) {
            return exit_model_failed;
        }
        // The variables below the stack can no longer be trusted.
        if (report.stack_bytes >= report.painted_bytes) {
            return exit_stack_overrun;
        }
        if (!write_outputs(output)) {
            return exit_write_failed;
        }
        ++report.vectors;
    }
}

} // namespace

int main() {
    Report report;
    const int input = open_file("input.bin", Mode::read);
    const int output = open_file("output.bin", Mode::write);
    if (input < 0 || output < 0) {
        return exit_no_input;
    }
    report.status = model_under_test::initialize(thimble_model, thimble_arena, sizeof thimble_arena);
    const int status = report.status == 0 ? run_vectors(input, output, report) : exit_model_failed;
    close_file(input);
    close_file(output);
    write_report(report);
    return status;
}

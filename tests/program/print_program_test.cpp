// SPDX-License-Identifier: Apache-2.0
// The listing names every part of a Program, and sizes are sums of its data.
#include "thimble/program/program.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

Program two_buffer_program() {
    Program program;
    program.name = "tiny";
    program.layers = {{"relu_1", "clip", Shape{1, 8}, 0, 0}};
    program.buffers = {{"input", 8, 0}, {"output", 8, 8}};
    program.constants = {
        {"relu_1_table", DataType::int8, std::vector<std::byte>(5)},
        {"relu_1_bias", DataType::int32, std::vector<std::byte>(12)}};
    TensorType type{DataType::int8, Shape{1, 8}, Quantization{{0.5F}, {-3}, 0}};
    program.inputs = {{"input", type, 0}};
    program.outputs = {{"output", type, 1}};
    Step step;
    step.kernel = "clip_s8";
    step.parameters = {{"count", 8}, {"limit", 1.5F}};
    step.operands = {
        {OperandKind::buffer, 0, Access::read, DataType::int8},
        {OperandKind::constant, 1, Access::read, DataType::int32},
        {OperandKind::buffer, 1, Access::write, DataType::int8}};
    step.in_place = {{0, 2}};
    program.steps = {step};
    program.arena_bytes = 16;
    return program;
}

TEST(Program, ConstantBytesIsTheSumOverConstants) {
    EXPECT_EQ(two_buffer_program().constant_bytes(), 17U);
    EXPECT_EQ(Program{}.constant_bytes(), 0U);
}

TEST(PrintProgram, ListsPortsBuffersConstantsAndSteps) {
    EXPECT_EQ(
        print(two_buffer_program()),
        "program tiny: 1 steps, arena 16 bytes, constants 17 bytes\n"
        "input input: int8 [1, 8] scale 0.5 zero_point -3 in b0\n"
        "output output: int8 [1, 8] scale 0.5 zero_point -3 in b1\n"
        "buffer b0 input: 8 bytes at 0\n"
        "buffer b1 output: 8 bytes at 8\n"
        "constant c0 relu_1_table: int8 5 bytes\n"
        "constant c1 relu_1_bias: int32 12 bytes\n"
        "step 0 relu_1: clip_s8(read b0, c1, write b1) {count=8, limit=1.5} in_place 0->2\n"
    );
}

TEST(PrintProgram, MarksScratchAndUnknownLayers) {
    Program program = two_buffer_program();
    program.steps[0].layer = 7;
    program.steps[0].operands[2].access = Access::scratch;
    const std::string text = print(program);
    EXPECT_NE(text.find("scratch b1"), std::string::npos);
    EXPECT_NE(text.find("step 0 ?:"), std::string::npos);
}

} // namespace
} // namespace thimble

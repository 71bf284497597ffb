// SPDX-License-Identifier: Apache-2.0
#include "tests/lower/small_graph.h"
#include "thimble/core/error.h"
#include "thimble/execute/execute.h"
#include "thimble/lower/lower.h"
#include "thimble/plan/plan_memory.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

/// output = max(input, 0) + 1, over three numbers.
Program planned_program() {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({3}));
    const ValueId ones = graph.add_constant("ones", Tensor::of<float>({3}, {1, 1, 1}));
    const ValueId clipped = add_clip(graph, "clip", input);
    graph.outputs = {add_node(graph, "sum", "add", {clipped, ones}, float32_type({3}))};
    Program program = lower(graph, plain_target());
    plan_memory(program);
    return program;
}

Tensor three(float a, float b, float c) {
    return Tensor::of<float>({3}, {a, b, c});
}

std::string internal_error(const Program& program) {
    try {
        const Executor executor(program);
    } catch (const InternalError& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

TEST(Execute, RunsTheSteps) {
    const auto outputs = execute(planned_program(), {three(-1, 0.5, 2)});
    ASSERT_EQ(outputs.size(), 1U);
    EXPECT_EQ(outputs[0], three(1, 1.5, 3));
}

TEST(Execute, GivesTheSameResultAgain) {
    const Program program = planned_program();
    Executor executor(program);
    const auto first = executor.run({three(-1, 0.5, 2)});
    executor.run({three(9, 9, 9)});
    EXPECT_EQ(executor.run({three(-1, 0.5, 2)}), first);
}

TEST(Execute, RejectsAWrongNumberOfInputs) {
    const Program program = planned_program();
    Executor executor(program);
    EXPECT_THROW(executor.run({}), OptionError);
    EXPECT_THROW(executor.run({three(1, 2, 3), three(1, 2, 3)}), OptionError);
}

TEST(Execute, RejectsInputsOfAnotherType) {
    const Program program = planned_program();
    Executor executor(program);
    EXPECT_THROW(executor.run({Tensor::of<float>({4}, {1, 2, 3, 4})}), OptionError);
    EXPECT_THROW(executor.run({Tensor::of<std::int32_t>({3}, {1, 2, 3})}), OptionError);
}

TEST(Execute, RejectsAnUnplannedProgram) {
    Program program = planned_program();
    program.arena_bytes = 0;
    EXPECT_NE(internal_error(program).find("is the program planned"), std::string::npos);
}

TEST(Execute, RejectsABufferThatIsNotAligned) {
    Program program = planned_program();
    program.arena_bytes += 64;
    program.buffers[0].offset_bytes = 2;
    EXPECT_NE(internal_error(program).find("outside the arena"), std::string::npos);
}

TEST(Execute, RejectsAnUnknownKernel) {
    Program program = planned_program();
    program.steps[0].kernel = "clip_f64";
    EXPECT_EQ(internal_error(program), "no kernel is named `clip_f64`");
}

TEST(Execute, RejectsMissingParameters) {
    Program program = planned_program();
    program.steps[0].parameters.pop_back();
    EXPECT_EQ(internal_error(program), "step clip_f32 has 2 parameters, ClipF32Params has 3");
}

TEST(Execute, RejectsSurplusOperands) {
    Program program = planned_program();
    program.steps[0].operands.push_back(program.steps[0].operands[0]);
    EXPECT_EQ(internal_error(program), "step clip_f32 has 3 operands, the kernel takes 2");
}

TEST(Execute, RejectsOperandsOfAnotherType) {
    Program program = planned_program();
    program.steps[0].operands[0].element = DataType::int8;
    EXPECT_EQ(
        internal_error(program), "operand 0 of step clip_f32 is read int8, the kernel's argument is read float32"
    );
}

TEST(Execute, RejectsAnOutputThatIsOnlyRead) {
    Program program = planned_program();
    program.steps[0].operands[1].access = Access::read;
    EXPECT_EQ(
        internal_error(program), "operand 1 of step clip_f32 is read float32, the kernel's argument is written float32"
    );
}

TEST(Execute, RejectsWritingAConstant) {
    Program program = planned_program();
    program.steps[0].operands[1].kind = OperandKind::constant;
    EXPECT_EQ(internal_error(program), "operand 1 of step clip_f32 writes a constant");
}

TEST(Execute, KeepsStatesUntilItIsReset) {
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({3}));
    const ValueId state = graph.add_input("state", float32_type({3}));
    const ValueId sum = add_node(graph, "sum", "add", {input, state}, float32_type({3}));
    graph.outputs = {sum, sum};
    graph.state_count = 1;
    Program program = lower(graph, plain_target());
    plan_memory(program);
    Executor executor(program);
    EXPECT_EQ(executor.run({three(1, 2, 3)}).at(0), three(1, 2, 3));
    EXPECT_EQ(executor.run({three(1, 1, 1)}).at(0), three(2, 3, 4));
    executor.reset();
    EXPECT_EQ(executor.run({three(1, 1, 1)}).at(0), three(1, 1, 1));
}

TEST(Execute, ExchangesStates) {
    // first becomes second, second becomes first + input, which is the output.
    Graph graph;
    const ValueId input = graph.add_input("input", float32_type({3}));
    const ValueId first = graph.add_input("first", float32_type({3}));
    const ValueId second = graph.add_input("second", float32_type({3}));
    const ValueId sum = add_node(graph, "sum", "add", {input, first}, float32_type({3}));
    graph.outputs = {sum, second, sum};
    graph.state_count = 2;
    Program program = lower(graph, plain_target());
    plan_memory(program);
    Executor executor(program);
    const Tensor ones = three(1, 1, 1);
    EXPECT_EQ(executor.run({ones}).at(0), three(1, 1, 1)); // then 0 and 1
    EXPECT_EQ(executor.run({ones}).at(0), three(1, 1, 1)); // then 1 and 1
    EXPECT_EQ(executor.run({ones}).at(0), three(2, 2, 2));
}

} // namespace thimble

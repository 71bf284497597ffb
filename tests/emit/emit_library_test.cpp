// SPDX-License-Identifier: Apache-2.0
// The structure of the emitted text; whether it compiles and computes is tested in toolchains/.
#include "tests/emit/sample_program.h"
#include "thimble/core/error.h"
#include "thimble/emit/emit_library.h"
#include "thimble/plan/plan_memory.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace thimble {
namespace {

Program planned_sample(SampleOutputs outputs = SampleOutputs::int8_only) {
    Program program = sample_program(outputs);
    plan_memory(program);
    return program;
}

std::string file(const EmittedLibrary& library, const std::string& path) {
    for (const EmittedFile& file : library.files) {
        if (file.path == path) {
            return file.contents;
        }
    }
    ADD_FAILURE() << "no file " << path;
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(EmitLibrary, WritesAtMostTwelveFilesNamedAfterTheModel) {
    const EmittedLibrary library = emit_library(planned_sample(), sample_options(SampleOutputs::int8_only));
    std::vector<std::string> paths;
    for (const EmittedFile& file : library.files) {
        paths.push_back(file.path);
    }
    EXPECT_EQ(library.model_name, "tiny");
    EXPECT_EQ(
        paths, (std::vector<std::string>{
                   "tiny.h", "tiny.cpp", "tiny_weights.h", "tiny_weights.cpp", "tiny_runtime.h", "CMakeLists.txt",
                   "README.md", "tiny_selftest.cpp", "tiny.json"})
    );
}

TEST(EmitLibrary, InputsOfTheCallerAreSetAndOnlyRead) {
    Program program = sample_program(SampleOutputs::int8_only);
    for (const Port& port : program.inputs) {
        program.buffers[port.buffer].memory = BufferMemory::caller;
    }
    plan_memory(program);
    const EmittedLibrary library = emit_library(program, sample_options(SampleOutputs::int8_only));
    const std::string header = file(library, "tiny.h");
    EXPECT_TRUE(has(header, "tiny_status tiny_set_input(tiny_model* model, int index, const void* data);"));
    EXPECT_TRUE(has(header, "#define TINY_CALLER_INPUTS 1"));
    EXPECT_FALSE(has(header, "* tiny_input("));
    EXPECT_TRUE(has(file(library, "tiny.cpp"), "static_cast<const int8_t*>(model->inputs[0])"));
    EXPECT_TRUE(has(file(library, "tiny_selftest.cpp"), "tiny_set_input(model, 0, input_0);"));
}

TEST(EmitLibrary, RepeatsItselfByteForByte) {
    const EmitOptions options = sample_options(SampleOutputs::int8_and_float);
    const EmittedLibrary one = emit_library(planned_sample(SampleOutputs::int8_and_float), options);
    const EmittedLibrary two = emit_library(planned_sample(SampleOutputs::int8_and_float), options);
    ASSERT_EQ(one.files.size(), two.files.size());
    for (std::size_t index = 0; index < one.files.size(); ++index) {
        EXPECT_EQ(one.files[index].contents, two.files[index].contents) << one.files[index].path;
    }
}

TEST(EmitLibrary, MakesTheModelNameAnIdentifier) {
    EmitOptions options;
    options.model_name = "key words/2";
    const EmittedLibrary library = emit_library(planned_sample(), options);
    EXPECT_EQ(library.model_name, "key_words_2");
    EXPECT_TRUE(has(file(library, "key_words_2.h"), "key_words_2_status key_words_2_run(key_words_2_model* model);"));
    EXPECT_TRUE(has(file(library, "key_words_2.h"), "#define KEY_WORDS_2_ARENA_BYTES"));
}

TEST(EmitHeader, StatesSizesAndPorts) {
    const Program program = planned_sample();
    const std::string text = file(emit_library(program, {}), "tiny.h");
    EXPECT_TRUE(has(text, "#define TINY_ARENA_BYTES " + std::to_string(program.arena_bytes) + "\n"));
    EXPECT_TRUE(has(text, "#define TINY_INPUT_COUNT 1\n"));
    EXPECT_TRUE(has(text, "#define TINY_OUTPUT_COUNT 1\n"));
    EXPECT_TRUE(has(text, "#define TINY_INPUT_0_BYTES 8\n"));
    EXPECT_TRUE(has(text, "#define TINY_INPUT_0_NAME \"input \\\"x\\\"\"\n"));
    EXPECT_TRUE(has(text, "#define TINY_INPUT_0_SHAPE {1, 8}\n"));
    EXPECT_TRUE(has(text, "#define TINY_INPUT_0_SCALE 0.0625f\n"));
    EXPECT_TRUE(has(text, "#define TINY_OUTPUT_0_ZERO_POINT (-7)\n"));
    EXPECT_TRUE(has(text, "int8_t* tiny_input(tiny_model* model, int index);"));
    EXPECT_TRUE(has(text, "const int8_t* tiny_output(const tiny_model* model, int index);"));
}

TEST(EmitHeader, PortsOfDifferentTypesAreUntypedPointers) {
    const std::string text = file(emit_library(planned_sample(SampleOutputs::int8_and_float), {}), "tiny.h");
    EXPECT_TRUE(has(text, "int8_t* tiny_input(tiny_model* model, int index);"));
    EXPECT_TRUE(has(text, "const void* tiny_output(const tiny_model* model, int index);"));
    EXPECT_FALSE(has(text, "TINY_OUTPUT_1_SCALE"));
}

TEST(EmitHeader, OffersTheSelfTestOnlyWhereThereIsOne) {
    const EmittedLibrary without = emit_library(planned_sample(), {});
    EXPECT_FALSE(has(file(without, "tiny.h"), "selftest"));
    EXPECT_FALSE(has(file(without, "CMakeLists.txt"), "selftest"));
    EXPECT_FALSE(has(file(without, "README.md"), "selftest"));
    EXPECT_EQ(without.files.size(), 8U);
    const EmittedLibrary with = emit_library(planned_sample(), sample_options(SampleOutputs::int8_only));
    EXPECT_TRUE(has(file(with, "tiny.h"), "int tiny_selftest(void);"));
}

TEST(EmitSource, CallsKernelsWithParametersBuffersAndConstants) {
    const Program program = planned_sample();
    const std::string text = file(emit_library(program, {}), "tiny.cpp");
    const std::string input = std::to_string(program.buffers[0].offset_bytes);
    const std::string one = std::to_string(program.buffers[1].offset_bytes);
    EXPECT_TRUE(
        has(text, "    thimblert::fully_connected_s8(\n"
                  "        dense_one_parameters,\n"
                  "        reinterpret_cast<const int8_t*>(arena + " +
                      input +
                      "),\n"
                      "        tiny_data::dense_weights,\n"
                      "        tiny_data::dense_bias,\n"
                      "        reinterpret_cast<int8_t*>(arena + " +
                      one + "));\n")
    );
    EXPECT_TRUE(
        has(text, "constexpr thimblert::FullyConnectedS8Params dense_one_parameters = {\n"
                  "    1,           // field_0\n")
    );
    EXPECT_TRUE(has(text, "tiny_data::dense_weights_2"));
}

TEST(EmitSource, MarksEachLayerThatHasSteps) {
    const std::string text = file(emit_library(planned_sample(), {}), "tiny.cpp");
    for (const char* mark : {"TINY_MARK(0);", "TINY_MARK(1);", "TINY_MARK(2);", "TINY_MARK(4);", "TINY_MARK(end);"}) {
        EXPECT_TRUE(has(text, mark)) << mark;
    }
    EXPECT_FALSE(has(text, "TINY_MARK(3)"));
}

TEST(EmitSource, MarksAnInterruptedLayerAgain) {
    Program program = planned_sample();
    program.steps[2].layer = 0;
    const std::string text = file(emit_library(program, {}), "tiny.cpp");
    EXPECT_TRUE(has(text, "TINY_MARK(0_part_2);"));
}

TEST(EmitSource, NamesReplacementKernelsByTheirNamespace) {
    Program program = planned_sample();
    program.steps[0].kernel = "armv7em/fully_connected_s8";
    EXPECT_TRUE(has(file(emit_library(program, {}), "tiny.cpp"), "thimblert::armv7em::fully_connected_s8("));
}

TEST(EmitSource, SpecialisesOnlyForSpeed) {
    EmitOptions options;
    EXPECT_FALSE(has(file(emit_library(planned_sample(), options), "tiny.cpp"), "THIMBLERT_SPECIALIZE"));
    options.optimize = Optimize::speed;
    EXPECT_TRUE(has(file(emit_library(planned_sample(), options), "tiny.cpp"), "#define THIMBLERT_SPECIALIZE\n"));
}

TEST(EmitSource, PrintsExtremeParametersExactly) {
    Program program = planned_sample();
    program.steps[0].parameters[0].value = std::numeric_limits<std::int32_t>::min();
    program.steps[0].parameters[1].value = std::numeric_limits<float>::infinity();
    program.steps[0].parameters[2].value = 0.1F;
    const std::string text = file(emit_library(program, {}), "tiny.cpp");
    EXPECT_TRUE(has(text, "(-2147483647 - 1), // field_0\n"));
    EXPECT_TRUE(has(text, "__builtin_inff(), // field_1\n"));
    EXPECT_TRUE(has(text, "0.1f,        // field_2\n"));
}

TEST(EmitRuntime, HoldsOnlyWhatTheProgramUses) {
    const std::string text = file(emit_library(planned_sample(), {}), "tiny_runtime.h");
    EXPECT_TRUE(has(text, "void fully_connected_s8("));
    EXPECT_TRUE(has(text, "void add_s8("));
    EXPECT_FALSE(has(text, "conv2d"));
    EXPECT_FALSE(has(text, "#include \""));
    EXPECT_EQ(text.find("#pragma once"), text.rfind("#pragma once"));
}

TEST(EmitModelCard, IsJsonWithSizesAndHash) {
    EmitOptions options = sample_options(SampleOutputs::int8_and_float);
    options.target_name = "cortex-m4";
    const Program program = planned_sample(SampleOutputs::int8_and_float);
    const EmittedLibrary library = emit_library(program, options);
    const nlohmann::json card = nlohmann::json::parse(file(library, "tiny.json"));
    EXPECT_EQ(card["schema"], "thimble.model/1");
    EXPECT_EQ(card["generator"]["version"], "1.2.3");
    EXPECT_EQ(card["target"], "cortex-m4");
    EXPECT_EQ(card["arena_bytes"], program.arena_bytes);
    EXPECT_EQ(card["weight_bytes"], 96);
    EXPECT_EQ(card["weights_sha256"].get<std::string>().size(), 64U);
    EXPECT_EQ(card["macs"], 64);
    EXPECT_EQ(card["inputs"][0]["scale"], 0.0625);
    EXPECT_EQ(card["outputs"][1]["type"], "float32");
    EXPECT_EQ(card["self_test"]["vectors"], 3);
    EXPECT_EQ(card["files"].size() + 1, library.files.size());
}

TEST(EmitModelCard, HashFollowsTheWeights) {
    Program program = planned_sample();
    const std::string before = file(emit_library(program, {}), "tiny.json");
    program.constants[0].bytes[5] = std::byte{1};
    EXPECT_NE(file(emit_library(program, {}), "tiny.json"), before);
}

TEST(EmitModelCard, SurvivesNamesThatAreNotText) {
    Program program = planned_sample();
    program.inputs[0].name = "\xff\xfe|`\n";
    const EmittedLibrary library = emit_library(program, {});
    EXPECT_TRUE(nlohmann::json::accept(file(library, "tiny.json")));
    for (const char* path : {"tiny.h", "tiny.cpp", "README.md"}) {
        const std::string text = file(library, path);
        EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
}

TEST(EmitLibrary, RejectsExpectedOutputsOfAnotherSize) {
    EmitOptions options = sample_options(SampleOutputs::int8_only);
    options.self_test.expected_outputs[1].pop_back();
    EXPECT_THROW(emit_library(planned_sample(), options), InternalError);
}

TEST(EmitLibrary, RejectsKernelsThatTheRuntimeLacks) {
    Program program = planned_sample();
    program.steps[0].header = "kernels/teleport.h";
    EXPECT_THROW(emit_library(program, {}), InternalError);
}

TEST(EmitLibrary, RejectsOperandsAndPortsOutsideTheProgram) {
    Program program = planned_sample();
    program.steps[0].operands[1].index = 40;
    EXPECT_THROW(emit_library(program, {}), InternalError);
    program = planned_sample();
    program.inputs[0].type.shape = {1, 9};
    EXPECT_THROW(emit_library(program, {}), InternalError);
}

TEST(EmitSource, SetsStatesToTheirFirstValues) {
    Program program = sample_program(SampleOutputs::int8_only);
    program.buffers.push_back({"memory", 8, 0});
    program.states = {{"memory", {DataType::int8, {1, 8}, {}}, 6, std::byte{0xF9}}};
    plan_memory(program);
    const EmittedLibrary library = emit_library(program, sample_options(SampleOutputs::int8_only));
    const std::string place = std::to_string(program.buffers[6].offset_bytes);
    EXPECT_TRUE(has(file(library, "tiny.cpp"), "model->arena[" + place + " + index] = 249;"));
    EXPECT_TRUE(has(file(library, "tiny.cpp"), "    tiny_reset(model);\n    return tiny_ok;"));
    EXPECT_TRUE(has(file(library, "tiny.h"), "keeps 8 bytes"));
    EXPECT_TRUE(has(file(library, "tiny_selftest.cpp"), "tiny_reset(model);"));
    EXPECT_FALSE(has(file(emit_library(planned_sample(), {}), "tiny.h"), "tiny_reset"));
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/emit/sample_program.h"

#include "thimblert/kernels/add.h"
#include "thimblert/kernels/dequantize.h"
#include "thimblert/kernels/fully_connected.h"

#include <array>
#include <bit>
#include <cstring>
#include <span>

namespace thimble {

namespace {

constexpr std::array<std::int8_t, 32> weights_one = {3,  -5, 127, -128, 9,  11,  -70, 44, 1,  2,  3,
                                                     4,  -1, -2,  -3,   -4, 100, 90,  80, 70, 60, 50,
                                                     40, 30, -9,  21,   -6, 77,  12,  0,  5,  -33};
constexpr std::array<std::int8_t, 32> weights_two = {-8, 7, -6, 5, -4, 3, -2, 1,  64, -64, 32, -32, 16, -16, 8,  -8,
                                                     1,  1, 2,  3, 5,  8, 13, 21, 34, 55,  89, 0,   -1, -1,  -2, -3};
constexpr std::array<std::int32_t, 4> bias_one = {100, -200, 300, (-2147483647 - 1) / 1024};
constexpr std::array<std::int32_t, 4> bias_two = {0, 1, -1, 5000};
constexpr thimblert::FullyConnectedS8Params fully_connected = {1, 8, 4, -3, 0, 5, 1518500250, -6, -128, 127};
constexpr thimblert::AddS8Params add = {1,  4,          1, 1,          1, 1,          1,   4,    0,  0, 0,
                                        0,  0,          1, 0,          0, 0,          0,   0,    1,  5, 5,
                                        -7, 1073741824, 0, 1073741824, 0, 1073741824, -18, -128, 127};
constexpr thimblert::DequantizeParams dequantize = {4, 0.1F, -7};

template <typename Element, std::size_t size>
Constant constant(const std::string& name, const std::array<Element, size>& values) {
    const std::span<const std::byte> bytes = std::as_bytes(std::span(values));
    return {name, data_type_of<Element>(), {bytes.begin(), bytes.end()}};
}

template <typename Params> std::vector<Parameter> parameters_of(const Params& params) {
    std::vector<Parameter> parameters;
    for (const std::int32_t value : std::bit_cast<std::array<std::int32_t, sizeof(Params) / 4>>(params)) {
        parameters.push_back({"field_" + std::to_string(parameters.size()), value});
    }
    return parameters;
}

Operand buffer(std::uint32_t index, Access access, DataType element = DataType::int8) {
    return {OperandKind::buffer, index, access, element};
}

Operand data(std::uint32_t index, DataType element) {
    return {OperandKind::constant, index, Access::read, element};
}

Step fully_connected_step(std::uint32_t output, std::uint32_t first_constant, const std::string& kernel_folder) {
    Step step;
    step.kernel = kernel_folder + "fully_connected_s8";
    step.header = "kernels/" + kernel_folder + "fully_connected.h";
    step.parameters_type = "FullyConnectedS8Params";
    step.parameters = parameters_of(fully_connected);
    step.operands = {
        buffer(0, Access::read), data(first_constant, DataType::int8), data(first_constant + 1, DataType::int32),
        buffer(output, Access::write)};
    return step;
}

Step add_step() {
    Step step;
    step.kernel = "add_s8";
    step.header = "kernels/add.h";
    step.parameters_type = "AddS8Params";
    step.parameters = parameters_of(add);
    step.operands = {buffer(1, Access::read), buffer(2, Access::read), buffer(3, Access::write)};
    step.in_place = {{0, 2}, {1, 2}};
    step.layer = 2;
    return step;
}

Step copy_step() {
    Step step;
    step.kernel = "copy_bytes";
    step.header = "kernels/reshape.h";
    step.parameters_type = "CopyParams";
    step.parameters = {{"byte_count", 4}};
    step.operands = {buffer(3, Access::read), buffer(4, Access::write)};
    step.layer = 4;
    return step;
}

Step dequantize_step() {
    Step step;
    step.kernel = "dequantize_s8_f32";
    step.header = "kernels/dequantize.h";
    step.parameters_type = "DequantizeParams";
    step.parameters = {{"count", 4}, {"scale", dequantize.scale}, {"zero_point", dequantize.zero_point}};
    step.operands = {buffer(3, Access::read), buffer(5, Access::write, DataType::float32)};
    step.layer = 5;
    return step;
}

std::vector<std::byte> expected_outputs(std::uint32_t state, SampleOutputs outputs) {
    std::array<std::int8_t, 8> input = {};
    for (std::int8_t& element : input) {
        state ^= state << 13U;
        state ^= state >> 17U;
        state ^= state << 5U;
        element = static_cast<std::int8_t>(state >> 24U);
    }
    std::array<std::int8_t, 4> one = {};
    std::array<std::int8_t, 4> two = {};
    std::array<std::int8_t, 4> sum = {};
    std::array<float, 4> real = {};
    thimblert::fully_connected_s8(fully_connected, input.data(), weights_one.data(), bias_one.data(), one.data());
    thimblert::fully_connected_s8(fully_connected, input.data(), weights_two.data(), bias_two.data(), two.data());
    thimblert::add_s8(add, one.data(), two.data(), sum.data());
    thimblert::dequantize_s8_f32(dequantize, sum.data(), real.data());
    const std::span<const std::byte> sum_bytes = std::as_bytes(std::span(sum));
    const std::span<const std::byte> real_bytes = std::as_bytes(std::span(real));
    std::vector<std::byte> bytes(sum_bytes.begin(), sum_bytes.end());
    if (outputs == SampleOutputs::int8_and_float) {
        bytes.insert(bytes.end(), real_bytes.begin(), real_bytes.end());
    }
    return bytes;
}

} // namespace

Program sample_program(SampleOutputs outputs, const std::string& kernel_folder) {
    Program program;
    program.name = "tiny";
    // Layer 3 is a reshape that became nothing.
    program.layers = {
        {"dense one", "fully_connected", {1, 4}, 36, 32},
        {"dense\\two", "fully_connected", {1, 4}, 36, 32},
        {"add", "add", {1, 4}, 0, 0},
        {"flat", "reshape", {4}, 0, 0},
        {"copy", "reshape", {1, 4}, 0, 0},
        {"real", "dequantize", {1, 4}, 0, 0}};
    program.buffers = {{"input", 8, 0}, {"one", 4, 0}, {"two", 4, 0}, {"sum", 4, 0}, {"output", 4, 0}, {"real", 16, 0}};
    program.constants = {
        constant("dense/weights", weights_one), constant("dense/bias", bias_one),
        constant("dense.weights", weights_two), constant("dense bias", bias_two)};
    program.steps = {
        fully_connected_step(1, 0, kernel_folder), fully_connected_step(2, 2, kernel_folder), add_step(), copy_step()};
    program.steps[1].layer = 1;
    const Quantization quantization{{0.1F}, {-7}, 0};
    program.inputs = {{"input \"x\"", {DataType::int8, {1, 8}, Quantization{{0.0625F}, {-3}, 0}}, 0}};
    program.outputs = {{"scores", {DataType::int8, {1, 4}, quantization}, 4}};
    if (outputs == SampleOutputs::int8_and_float) {
        program.steps.push_back(dequantize_step());
        program.outputs.push_back({"real", {DataType::float32, {1, 4}, {}}, 5});
    }
    return program;
}

EmitOptions sample_options(SampleOutputs outputs, std::size_t vectors) {
    EmitOptions options;
    options.tool_version = "1.2.3";
    options.self_test.seed = 7;
    for (std::uint32_t index = 0; index < vectors; ++index) {
        options.self_test.expected_outputs.push_back(expected_outputs(7 + index, outputs));
    }
    return options;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/execute/host_case.h"

#include "thimble/execute/execute.h"
#include "thimble/execute/vnni/kernels.h"

#include <cstring>
#include <utility>

#include <gtest/gtest.h>

namespace thimble {

namespace {

std::vector<std::byte> random_bytes(std::mt19937& random, std::int64_t count) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(count));
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(random());
    }
    return bytes;
}

} // namespace

HostCase::HostCase(std::string kernel, const Fields& fields, unsigned seed) : random_(seed) {
    Step step;
    step.kernel = std::move(kernel);
    for (const auto& [name, value] : fields) {
        step.parameters.push_back({name, value});
    }
    program_.steps.push_back(std::move(step));
}

HostCase& HostCase::input(std::int64_t bytes) {
    const std::uint32_t buffer = add_buffer(bytes);
    program_.inputs.push_back({"input", {DataType::int8, {bytes}, {}}, buffer});
    program_.steps[0].operands.push_back({OperandKind::buffer, buffer, Access::read, DataType::int8});
    return *this;
}

HostCase& HostCase::constant(std::int64_t bytes) {
    std::vector<std::int8_t> values(static_cast<std::size_t>(bytes));
    for (std::int8_t& value : values) {
        value = static_cast<std::int8_t>(random_());
    }
    return constant_of(values);
}

HostCase& HostCase::channel_scales(std::int32_t channels) {
    std::vector<std::int32_t> multipliers;
    std::vector<std::int8_t> shifts;
    for (std::int32_t channel = 0; channel < channels; ++channel) {
        multipliers.push_back(channel % 11 == 10 ? 0 : random_multiplier(random_));
        // Most results are neither clamped nor zero; a few channels shift as far as they can.
        const std::int32_t shift =
            channel % 7 == 6 ? random_between(random_, -31, 30) : random_between(random_, -11, 2);
        shifts.push_back(static_cast<std::int8_t>(shift));
    }
    return biases(channels).constant_of(multipliers).constant_of(shifts);
}

HostCase& HostCase::biases(std::int32_t channels) {
    std::vector<std::int32_t> values;
    for (std::int32_t channel = 0; channel < channels; ++channel) {
        const std::int32_t limit = channel % 5 == 4 ? 1'000'000'000 : 20'000;
        values.push_back(random_between(random_, -limit, limit));
    }
    return constant_of(values);
}

HostCase& HostCase::output(std::int64_t bytes) {
    const std::uint32_t buffer = add_buffer(bytes);
    program_.outputs.push_back({"output", {DataType::int8, {bytes}, {}}, buffer});
    program_.steps[0].operands.push_back({OperandKind::buffer, buffer, Access::write, DataType::int8});
    add_buffer(64); // what lies behind the output must stay as it is
    program_.outputs.push_back({"behind", {DataType::int8, {64}, {}}, buffer + 1});
    return *this;
}

void HostCase::expect_equal_outputs(std::size_t host_kernels) {
    Executor device(program_);
    Executor fastest(program_, KernelChoice::fastest);
    EXPECT_EQ(fastest.host_kernel_count(), vnni::is_supported() ? host_kernels : 0U);
    for (int repetition = 0; repetition < 2; ++repetition) {
        std::vector<Tensor> inputs;
        for (const Port& port : program_.inputs) {
            Tensor tensor(port.type);
            tensor.bytes = random_bytes(random_, static_cast<std::int64_t>(tensor.bytes.size()));
            inputs.push_back(std::move(tensor));
        }
        EXPECT_EQ(fastest.run(inputs), device.run(inputs));
    }
}

template <typename Element> HostCase& HostCase::constant_of(const std::vector<Element>& values) {
    Constant constant;
    constant.name = "constant";
    constant.element = data_type_of<Element>();
    constant.bytes.resize(values.size() * sizeof(Element));
    std::memcpy(constant.bytes.data(), values.data(), constant.bytes.size());
    const auto index = static_cast<std::uint32_t>(program_.constants.size());
    program_.steps[0].operands.push_back({OperandKind::constant, index, Access::read, constant.element});
    program_.constants.push_back(std::move(constant));
    return *this;
}

std::uint32_t HostCase::add_buffer(std::int64_t bytes) {
    Buffer buffer;
    buffer.name = "buffer";
    buffer.size_bytes = static_cast<std::size_t>(bytes);
    buffer.offset_bytes = program_.arena_bytes;
    program_.arena_bytes += (buffer.size_bytes + 7) / 8 * 8;
    program_.buffers.push_back(std::move(buffer));
    return static_cast<std::uint32_t>(program_.buffers.size() - 1);
}

std::int32_t random_multiplier(std::mt19937& random) {
    return random_between(random, 1 << 30, 2'147'483'647);
}

std::int32_t random_between(std::mt19937& random, std::int32_t low, std::int32_t high) {
    const auto span = static_cast<std::uint32_t>(high) - static_cast<std::uint32_t>(low);
    const std::uint32_t drawn = random();
    return static_cast<std::int32_t>(
        static_cast<std::uint32_t>(low) + (span == 0xFFFFFFFFU ? drawn : drawn % (span + 1))
    );
}

} // namespace thimble

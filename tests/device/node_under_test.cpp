// SPDX-License-Identifier: Apache-2.0
#include "tests/device/node_under_test.h"

#include "thimble/core/visit_data_type.h"
#include "thimble/execute/execute.h"
#include "thimble/interpret/interpreter.h"
#include "thimble/lower/lower.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/verify.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace thimble {

namespace {

void expect_close(const Tensor& actual, const Tensor& expected) {
    const auto found = actual.elements<float>();
    const auto wanted = expected.elements<float>();
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const double tolerance = kernel_tolerance * (1.0 + std::abs(static_cast<double>(wanted[index])));
        ASSERT_NEAR(found[index], wanted[index], tolerance) << "element " << index;
    }
}

void expect_equal(const Tensor& actual, const Tensor& expected) {
    visit_data_type(expected.type.data_type, [&]<typename Element>(Element) {
        const auto found = actual.elements<Element>();
        const auto wanted = expected.elements<Element>();
        for (std::size_t index = 0; index < wanted.size(); ++index) {
            ASSERT_EQ(+found[index], +wanted[index]) << "element " << index;
        }
    });
}

} // namespace

std::string core_name(Core core) {
    switch (core) {
    case Core::portable:
        return "Portable";
    case Core::armv7em:
        return "Armv7em";
    case Core::armv6m:
        return "Armv6m";
    case Core::rv32im:
        return "Rv32im";
    case Core::helium:
        return "Helium";
    case Core::neon:
        return "Neon";
    }
    return {};
}

Target target_with(Core core) {
    Target target;
    target.name = core_name(core);
    if (core == Core::armv7em) {
        target.features = {"dsp"};
    } else if (core == Core::armv6m) {
        target.architecture = "armv6-m";
    } else if (core == Core::rv32im) {
        target.architecture = "rv32imc";
    } else if (core == Core::helium) {
        target.features = {"dsp", "mve"};
    } else if (core == Core::neon) {
        target.architecture = "armv8-a";
    }
    return target;
}

std::string kernel_for(Core core, const std::string& function) {
    switch (core) {
    case Core::portable:
        return function;
    case Core::armv7em:
        return "armv7em/" + function;
    case Core::armv6m:
        return "armv6m/" + function;
    case Core::rv32im:
        return "rv32im/" + function;
    case Core::helium:
        return "helium/" + function;
    case Core::neon:
        return "neon/" + function;
    }
    return {};
}

Quantization affine(float scale, std::int32_t zero_point) {
    return {{scale}, {zero_point}, 0};
}

NodeUnderTest::NodeUnderTest(std::string op, Attributes attributes) {
    node_.name = "node";
    node_.op = std::move(op);
    node_.attributes = std::move(attributes);
}

NodeUnderTest& NodeUnderTest::input(DataType data_type, const Shape& shape, std::optional<Quantization> quantization) {
    return input(random_tensor({data_type, shape, std::move(quantization)}));
}

NodeUnderTest& NodeUnderTest::input(const Tensor& tensor) {
    node_.inputs.push_back(graph_.add_input(fmt::format("input_{}", inputs_.size()), tensor.type));
    inputs_.push_back(tensor);
    return *this;
}

NodeUnderTest&
NodeUnderTest::constant(DataType data_type, const Shape& shape, std::optional<Quantization> quantization) {
    const std::string name = graph_.unused_value_name("constant");
    node_.inputs.push_back(graph_.add_constant(name, random_tensor({data_type, shape, std::move(quantization)})));
    return *this;
}

NodeUnderTest& NodeUnderTest::weights(Weights kind, const Shape& shape, const Quantization& quantization) {
    if (kind == Weights::computed) {
        return input(DataType::int8, shape, quantization);
    }
    Tensor tensor = random_tensor({DataType::int8, shape, quantization});
    for (std::int8_t& element : tensor.elements<std::int8_t>()) {
        element = kind == Weights::symmetric && element == -128 ? std::int8_t{-127} : element;
    }
    node_.inputs.push_back(graph_.add_constant(graph_.unused_value_name("constant"), std::move(tensor)));
    return *this;
}

NodeUnderTest& NodeUnderTest::output(DataType data_type, std::optional<Quantization> quantization) {
    node_.outputs = {graph_.add_value("output", {data_type, {}, std::move(quantization)})};
    for (const TensorType& type : op_def(node_.op).infer(NodeView(graph_, node_))) {
        if (graph_.outputs.size() == node_.outputs.size()) {
            node_.outputs.push_back(graph_.add_value(graph_.unused_value_name("output"), {}));
        }
        const ValueId id = node_.outputs[graph_.outputs.size()];
        graph_.value(id).type = type;
        graph_.outputs.push_back(id);
    }
    graph_.nodes = {node_};
    return *this;
}

Tensor NodeUnderTest::random_tensor(TensorType type) {
    Tensor tensor(std::move(type));
    visit_data_type(tensor.type.data_type, [&]<typename Element>(Element) {
        for (Element& element : tensor.elements<Element>()) {
            if constexpr (std::is_floating_point_v<Element>) {
                element = static_cast<Element>(random_() % 2001U) / 1000.0F - 1.0F;
            } else if constexpr (sizeof(Element) >= sizeof(std::int32_t)) {
                element = static_cast<Element>(random_() % 8001U) - 4000;
            } else if constexpr (std::is_same_v<Element, bool>) {
                element = random_() % 2U == 1U;
            } else {
                element = static_cast<Element>(random_());
            }
        }
    });
    return tensor;
}

void place_apart(Program& program) {
    for (Buffer& buffer : program.buffers) {
        buffer.offset_bytes = program.arena_bytes;
        program.arena_bytes += (buffer.size_bytes + 7) / 8 * 8;
    }
}

namespace {

/// Puts the two buffers of a pair as close as it allows, with the input behind, and all others apart.
void place_over_input(Program& program, const InPlacePair& pair) {
    const Step& step = program.steps.front();
    Buffer& input = program.buffers[step.operands[pair.input].index];
    Buffer& output = program.buffers[step.operands[pair.output].index];
    program.arena_bytes = 0;
    place_apart(program);
    const std::size_t lead = pair.overlap == Overlap::ahead ? (pair.lead_bytes + 7) / 8 * 8 : 0;
    output.offset_bytes = program.arena_bytes;
    input.offset_bytes = output.offset_bytes + lead;
    program.arena_bytes = std::max(output.offset_bytes + output.size_bytes, input.offset_bytes + input.size_bytes);
}

void expect_outputs(const std::vector<Tensor>& actual, const std::vector<Tensor>& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t index = 0; index < expected.size(); ++index) {
        ASSERT_EQ(actual[index].type, expected[index].type);
        if (expected[index].type.data_type == DataType::float32) {
            expect_close(actual[index], expected[index]);
        } else {
            expect_equal(actual[index], expected[index]);
        }
    }
}

/// Whatever else than the default may be favoured, buffers apart and then in whatever memory a step says it may share.
void expect_outputs_of_choices(const NodeUnderTest& node, Core core, const std::vector<Tensor>& expected) {
    const std::vector<LowerOptions> choices = {
        {Optimize::ram}, {Optimize::ram, InputMemory::arena, ScratchUse::little}, {Optimize::flash}};
    for (const LowerOptions& options : choices) {
        Program program = lower(node.graph(), target_with(core), options);
        SCOPED_TRACE(program.steps.front().kernel);
        place_apart(program);
        expect_outputs(execute(program, node.inputs()), expected);
        if (program.steps.size() != 1 || !program.states.empty()) {
            return;
        }
        const std::vector<InPlacePair> pairs = program.steps.front().in_place;
        for (const InPlacePair& pair : pairs) {
            place_over_input(program, pair);
            SCOPED_TRACE(fmt::format("operand {} over {}", pair.output, pair.input));
            expect_outputs(execute(program, node.inputs()), expected);
        }
    }
}

} // namespace

void expect_reference_outputs(const NodeUnderTest& node, Core core, const std::string& kernel) {
    verify(node.graph());
    Program program = lower(node.graph(), target_with(core));
    ASSERT_FALSE(program.steps.empty());
    EXPECT_EQ(program.steps.front().kernel, kernel);
    place_apart(program);
    const std::vector<Tensor> expected = interpret(node.graph(), node.inputs());
    expect_outputs(execute(program, node.inputs()), expected);
    expect_outputs_of_choices(node, core, expected);
}

} // namespace thimble

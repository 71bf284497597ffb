// SPDX-License-Identifier: Apache-2.0
// What every pass must hold to, checked on graphs written as text: the rewrite itself, that a second
// run changes nothing, that the result verifies, and that outputs keep every bit.
#pragma once

#include "thimble/core/error.h"
#include "thimble/interpret/interpreter.h"
#include "thimble/ir/parser.h"
#include "thimble/ir/printer.h"
#include "thimble/ops/verify.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace thimble {

using PassFunction = Graph (*)(Graph);

/// float32 in [-4, 4], other types any bytes.
inline Tensor random_tensor(const TensorType& type, std::mt19937& generator) {
    Tensor tensor(type);
    if (type.data_type == DataType::float32) {
        std::uniform_real_distribution<float> distribution(-4.0F, 4.0F);
        for (float& element : tensor.elements<float>()) {
            element = distribution(generator);
        }
        return tensor;
    }
    for (std::byte& byte : tensor.bytes) {
        byte = static_cast<std::byte>(generator() & 0xFF);
    }
    return tensor;
}

/// Equal bytes, or float32 elements no farther apart than `tolerance` times the larger magnitude, or than
/// `tolerance` near 0.
inline void expect_close(const Tensor& expected, const Tensor& found, double tolerance) {
    ASSERT_EQ(print(expected.type), print(found.type));
    if (tolerance == 0.0 || expected.type.data_type != DataType::float32) {
        EXPECT_EQ(expected, found);
        return;
    }
    for (std::size_t i = 0; i < expected.elements<float>().size(); ++i) {
        const double a = expected.elements<float>()[i];
        const double b = found.elements<float>()[i];
        EXPECT_NEAR(a, b, tolerance * std::max({1.0, std::abs(a), std::abs(b)})) << "element " << i;
    }
}

inline void expect_same_outputs(const Graph& expected, const Graph& found, double tolerance = 0.0) {
    std::mt19937 generator(20);
    for (int repetition = 0; repetition < 8; ++repetition) {
        std::vector<Tensor> inputs;
        for (const ValueId id : expected.inputs) {
            inputs.push_back(random_tensor(expected.value(id).type, generator));
        }
        const std::vector<Tensor> expected_outputs = interpret(expected, inputs);
        const std::vector<Tensor> found_outputs = interpret(found, inputs);
        ASSERT_EQ(expected_outputs.size(), found_outputs.size());
        for (std::size_t index = 0; index < expected_outputs.size(); ++index) {
            expect_close(expected_outputs[index], found_outputs[index], tolerance);
        }
    }
}

inline std::string as_graph_text(const std::string& statements) {
    return "graph \"g\" {\n" + statements + "\n}\n";
}

/// What the pass makes of the statements, held to what every pass guarantees; float32 results may
/// differ by `tolerance`.
inline Graph checked_result(PassFunction pass, const std::string& statements, double tolerance = 0.0) {
    const Graph original = parse_graph(as_graph_text(statements));
    EXPECT_NO_THROW(verify(original));
    Graph result = pass(original);
    try {
        verify(result);
    } catch (const Error& error) {
        ADD_FAILURE() << error.what() << "\n" << print(result);
        return result;
    }
    EXPECT_EQ(print(pass(result)), print(result)) << "a second run changes more";
    expect_same_outputs(original, result, tolerance);
    return result;
}

/// The statements of both graphs without the frame around them.
inline void
expect_rewrite(PassFunction pass, const std::string& before, const std::string& after, double tolerance = 0.0) {
    const Graph result = checked_result(pass, before, tolerance);
    EXPECT_EQ(print(result), print(parse_graph(as_graph_text(after))));
}

inline void expect_unchanged(PassFunction pass, const std::string& statements) {
    expect_rewrite(pass, statements, statements);
}

/// The operators of a graph in order, separated by blanks.
inline std::string operators(const Graph& graph) {
    std::string text;
    for (const Node& node : graph.nodes) {
        text += (text.empty() ? "" : " ") + node.op;
    }
    return text;
}

/// Only the operators that remain, where constants are too long to write.
inline void expect_operators(
    PassFunction pass, const std::string& statements, const std::string& expected, double tolerance = 0.0
) {
    const Graph result = checked_result(pass, statements, tolerance);
    EXPECT_EQ(operators(result), expected) << print(result);
}

} // namespace thimble

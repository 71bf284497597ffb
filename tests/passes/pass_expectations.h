// SPDX-License-Identifier: Apache-2.0
// What every pass must hold to, checked on graphs written as text: the rewrite itself, that a second
// run changes nothing, that the result verifies, and that outputs keep every bit.
#pragma once

#include "thimble/core/error.h"
#include "thimble/interpret/interpreter.h"
#include "thimble/ir/parser.h"
#include "thimble/ir/printer.h"
#include "thimble/ops/verify.h"

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

inline void expect_same_outputs(const Graph& expected, const Graph& found) {
    std::mt19937 generator(20);
    for (int repetition = 0; repetition < 8; ++repetition) {
        std::vector<Tensor> inputs;
        for (const ValueId id : expected.inputs) {
            inputs.push_back(random_tensor(expected.value(id).type, generator));
        }
        EXPECT_EQ(interpret(expected, inputs), interpret(found, inputs));
    }
}

inline std::string as_graph_text(const std::string& statements) {
    return "graph \"g\" {\n" + statements + "\n}\n";
}

/// The statements of both graphs without the frame around them.
inline void expect_rewrite(PassFunction pass, const std::string& before, const std::string& after) {
    const Graph original = parse_graph(as_graph_text(before));
    ASSERT_NO_THROW(verify(original));
    const Graph result = pass(original);
    try {
        verify(result);
    } catch (const Error& error) {
        FAIL() << error.what() << "\n" << print(result);
    }
    EXPECT_EQ(print(result), print(parse_graph(as_graph_text(after))));
    EXPECT_EQ(print(pass(result)), print(result)) << "a second run changes more";
    expect_same_outputs(original, result);
}

inline void expect_unchanged(PassFunction pass, const std::string& statements) {
    expect_rewrite(pass, statements, statements);
}

} // namespace thimble

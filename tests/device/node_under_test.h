// SPDX-License-Identifier: Apache-2.0
// A graph of one node with random inputs, lowered for a core and held against the reference: what
// every kernel test does.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/program/program.h"
#include "thimble/target/target.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace thimble {

/// Which kernels lowering may choose from.
enum class Core : std::uint8_t { portable, armv7em, armv6m, rv32im, helium, neon };

std::string core_name(Core core);
Target target_with(Core core);

/// `conv2d_s8`, or the core's replacement of it.
std::string kernel_for(Core core, const std::string& function);

Quantization affine(float scale, std::int32_t zero_point);

/// Constants over all of int8 or without -128, or computed by the graph, which leaves nothing to arrange beforehand.
enum class Weights : std::uint8_t { any, symmetric, computed };

class NodeUnderTest {
public:
    NodeUnderTest(std::string op, Attributes attributes);

    /// A graph input filled at random: small integers over their whole range, int32 and int64 within +-4000, float32
    /// within [-1, 1].
    NodeUnderTest& input(DataType data_type, const Shape& shape, std::optional<Quantization> quantization = {});
    NodeUnderTest& input(const Tensor& tensor);
    /// A constant filled at random.
    NodeUnderTest& constant(DataType data_type, const Shape& shape, std::optional<Quantization> quantization = {});
    /// An input of int8 filled at random.
    NodeUnderTest& weights(Weights kind, const Shape& shape, const Quantization& quantization);
    /// Completes the node; the operator infers the shape, and the types of further outputs.
    NodeUnderTest& output(DataType data_type, std::optional<Quantization> quantization = {});

    const Graph& graph() const { return graph_; }

    const std::vector<Tensor>& inputs() const { return inputs_; }

private:
    Tensor random_tensor(TensorType type);

    Graph graph_;
    Node node_;
    std::vector<Tensor> inputs_;
    std::mt19937 random_{20240131};
};

/// Gives every buffer memory of its own: execution without the planner.
void place_apart(Program& program);

/// Lowers for `core`, expects the kernel, executes, and expects the reference's outputs: int8 bit for bit,
/// float32 within `kernel_tolerance`. Then does so for other
/// choices of lowering, also with the output over each input that it may share memory with.
void expect_reference_outputs(const NodeUnderTest& node, Core core, const std::string& kernel);

/// Relative to 1 + |expected|: kernels add some hundred products of magnitude 1 in float, the reference in double.
inline constexpr double kernel_tolerance = 2e-5;

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Runs a Graph with the plain references of thimble/ops: the oracle that kernels and passes are held
// against. Written for being right, not fast.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/graph.h"

#include <functional>
#include <vector>

namespace thimble {

/// Called with every value that a node computes, in order of computation.
using ValueObserver = std::function<void(ValueId id, const Tensor& tensor)>;

/// The outputs of one inference, in the graph's order. States may be left out of `inputs`: they are then those before
/// the first run, and no outputs either. Requires a verified graph; a value is freed
/// after its last use.
///
/// Errors: OptionError E0121 for a wrong number of inputs, or an input of another data type or shape
/// than the graph's (its quantisation is the graph's, whatever the tensor says).
std::vector<Tensor>
interpret(const Graph& graph, const std::vector<Tensor>& inputs, const ValueObserver& observer = {});

/// Inferences one after another, between which the graph's states are kept.
class Interpreter {
public:
    /// The graph must outlive the interpreter.
    explicit Interpreter(const Graph& graph);
    explicit Interpreter(Graph&&) = delete;

    /// One inference from inputs without states to outputs without states. Errors: as interpret.
    std::vector<Tensor> run(std::vector<Tensor> inputs, const ValueObserver& observer = {});

private:
    const Graph& graph_;
    std::vector<Tensor> states_;
};

} // namespace thimble

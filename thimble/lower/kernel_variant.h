// SPDX-License-Identifier: Apache-2.0
// A kernel variant: one way to execute an operator on some targets. Each thimble/lower/<operator>.cpp
// lists its operator's variants, most specialised first; the first that applies is taken.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/lower/lower_options.h"
#include "thimble/program/program.h"
#include "thimble/target/target.h"

#include <string>
#include <string_view>
#include <vector>

namespace thimble {

class NodeLowering;

struct KernelVariant {
    std::string name; ///< the kernel's name, `armv7em/conv2d_s8`
    bool (*applies)(const NodeView& node, const Target& target);
    void (*lower)(NodeLowering& lowering);
};

/// Adds the steps of one node to a Program.
class NodeLowering {
public:
    NodeLowering(
        Program& program, NodeView node, std::vector<std::int32_t>& buffer_of_value, std::uint32_t layer,
        const LowerOptions& options
    )
        : program_(program), node_(node), buffer_of_value_(buffer_of_value), layer_(layer), options_(options) {}

    const NodeView& node() const { return node_; }

    const LowerOptions& options() const { return options_; }

    /// Operand that reads input `index`; a constant input becomes a program constant as it is.
    Operand read(std::size_t index);
    /// Operand that writes output `index`.
    Operand write(std::size_t index = 0);
    /// Operand over `size_bytes` of fresh scratch that lives for this step only.
    Operand scratch(std::size_t size_bytes, DataType element);
    /// Operand over new constant data, packed for the kernel. `role` names it: `<node>_<role>`.
    /// Equal data is stored once.
    template <typename Element> Operand constant(std::string_view role, const std::vector<Element>& values);

    /// As constant: `count` zeros of `element`.
    Operand zeros(std::string_view role, DataType element, std::size_t count);

    /// Makes output 0 the same memory as input `index` (reshape). False when it cannot be, because the
    /// input is a constant or both are ports of the model.
    bool share_buffer(std::size_t index);

    void add_step(Step step);

private:
    Operand add_constant(std::string_view role, DataType element, std::vector<std::byte> bytes);

    Program& program_;
    NodeView node_;
    std::vector<std::int32_t>& buffer_of_value_;
    std::uint32_t layer_;
    LowerOptions options_;
};

/// The variants of an operator, most specialised first.
const std::vector<KernelVariant>& kernel_variants(std::string_view op);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What an operator means: its attributes, shape rule, reference arithmetic and cost in
// multiply-accumulates. Definitions know no kernel; thimble/lower does.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/graph.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace thimble {

/// One attribute that an operator accepts. Without a default it is required. The default's kind is
/// the attribute's kind; for a required attribute `kind_example` gives it.
struct AttributeSpec {
    std::string_view name;
    AttributeValue kind_example;
    bool is_required = false;
};

struct OpDef {
    std::string_view name = {};
    std::string_view summary = {}; ///< one line for people
    std::size_t min_inputs = 1;
    std::size_t max_inputs = 1; ///< `variadic` for any number
    std::vector<AttributeSpec> attributes = {};

    static constexpr std::size_t variadic = 0xFFFF;

    /// Data type and shape of each output, from the inputs and attributes. The quantisation of
    /// outputs is the model's and is only checked here against the operator's rule.
    /// Errors: ModelError (found, expected) when inputs or attributes do not fit the operator.
    std::vector<TensorType> (*infer)(const NodeView& node) = nullptr;

    /// Plain reference: float32 with double accumulation, int8 exactly as the TensorFlow Lite 8-bit
    /// specification. `inputs[i]` is null for an optional input left out. Output types are the graph's.
    std::vector<Tensor> (*evaluate)(const NodeView& node, std::span<const Tensor* const> inputs) = nullptr;

    /// Multiply-accumulates of one evaluation, padding taps included; zero for most operators.
    std::int64_t (*macs)(const NodeView& node) = [](const NodeView&) { return std::int64_t{0}; };
};

/// The definition of an operator, or null for an unknown name.
const OpDef* find_op(std::string_view name);

/// As find_op; throws InternalError for an unknown name.
const OpDef& op_def(std::string_view name);

/// All definitions, in the order of cmake/operators.cmake.
const std::vector<OpDef>& all_ops();

/// Attributes of a node with the defaults of `def` filled in for those left out.
Attributes with_defaults(const OpDef& def, const Attributes& attributes);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Small float32 and int8 graphs for tests of lowering.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/target/target.h"

#include <optional>
#include <string>
#include <vector>

namespace thimble {

inline Target plain_target() {
    Target target;
    target.name = "plain";
    return target;
}

inline Target dsp_target() {
    Target target;
    target.name = "with-dsp";
    target.features = {"dsp"};
    return target;
}

inline TensorType float32_type(Shape shape) {
    return {DataType::float32, std::move(shape), {}};
}

inline TensorType int8_type(Shape shape, float scale = 0.5F, std::int32_t zero_point = 0) {
    return {DataType::int8, std::move(shape), Quantization{{scale}, {zero_point}, 0}};
}

/// Adds a node named after its output, which gets `type`.
inline ValueId add_node(
    Graph& graph, const std::string& name, const std::string& op, std::vector<ValueId> inputs, TensorType type,
    Attributes attributes = {}
) {
    const ValueId output = graph.add_value(name, std::move(type));
    graph.nodes.push_back({name, op, std::move(attributes), std::move(inputs), {output}});
    return output;
}

inline ValueId add_reshape(Graph& graph, const std::string& name, ValueId input, const Shape& shape) {
    TensorType type = graph.value(input).type;
    type.shape = shape;
    return add_node(graph, name, "reshape", {input}, type, {{"shape", shape.extents()}});
}

inline ValueId add_clip(Graph& graph, const std::string& name, ValueId input) {
    return add_node(graph, name, "clip", {input}, graph.value(input).type, {{"minimum", 0.0}});
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/verifier.h"

#include "thimble/core/error.h"

#include <cmath>
#include <limits>
#include <set>
#include <string_view>

namespace thimble {
namespace {

template <typename... Arguments>
[[noreturn]] void fail(std::string_view code, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    throw ModelError(code, fmt::format(format, std::forward<Arguments>(arguments)...));
}

void check_range(const Graph& graph, ValueId id) {
    if (id.is_none()) {
        fail("E0410", "expected a value, found none");
    }
    if (id.index >= graph.values.size()) {
        fail("E0410", "expected one of {} values, found number {}", graph.values.size(), id.index);
    }
}

void check_names(const Graph& graph) {
    std::set<std::string_view> names;
    for (const Value& value : graph.values) {
        if (value.name.empty()) {
            fail("E0413", "a value has no name");
        }
        if (!names.insert(value.name).second) {
            fail("E0413", "two values are called `{}`", value.name);
        }
    }
}

struct Range {
    std::int64_t low;
    std::int64_t high;
};

template <typename Integer> constexpr Range range_of() {
    return {std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max()};
}

Range zero_point_range(DataType type) {
    switch (type) {
    case DataType::int8:
        return range_of<std::int8_t>();
    case DataType::uint8:
        return range_of<std::uint8_t>();
    case DataType::int16:
        return range_of<std::int16_t>();
    default:
        return range_of<std::int32_t>();
    }
}

void check_scales_and_zero_points(const Value& value, const Quantization& quantization) {
    for (const float scale : quantization.scales) {
        // A channel whose weights are all zero may come with a scale of zero.
        const bool is_usable = std::isfinite(scale) && (scale > 0 || (scale == 0 && quantization.is_per_axis()));
        if (!is_usable) {
            fail("E0416", "value `{}` expects a positive, finite scale, found {}", value.name, scale);
        }
    }
    const Range range = zero_point_range(value.type.data_type);
    for (const std::int32_t zero_point : quantization.zero_points) {
        if (zero_point < range.low || zero_point > range.high) {
            fail(
                "E0416", "value `{}` expects a zero point from {} to {}, found {}", value.name, range.low, range.high,
                zero_point
            );
        }
    }
}

void check_quantization(const Value& value) {
    if (!value.type.quantization) {
        return;
    }
    const Quantization& quantization = *value.type.quantization;
    const Shape& shape = value.type.shape;
    const std::size_t count = quantization.scales.size();
    if (count == 0 || quantization.zero_points.size() != count) {
        fail(
            "E0416", "value `{}` expects as many zero points as scales, at least one: found {} and {}", value.name,
            quantization.zero_points.size(), count
        );
    }
    if (quantization.is_per_axis() && quantization.axis >= shape.rank()) {
        fail("E0416", "value `{}` of rank {} is quantised along axis {}", value.name, shape.rank(), quantization.axis);
    }
    if (quantization.is_per_axis() && static_cast<std::int64_t>(count) != shape[quantization.axis]) {
        fail(
            "E0416", "value `{}` has extent {} along axis {}, but {} scales", value.name, shape[quantization.axis],
            quantization.axis, count
        );
    }
    check_scales_and_zero_points(value, quantization);
}

void check_constant(const Value& value) {
    if (!value.constant) {
        return;
    }
    if (value.constant->type != value.type) {
        fail("E0414", "constant `{}` holds a tensor of another type than its value", value.name);
    }
    if (value.constant->bytes.size() != value.type.byte_count()) {
        fail(
            "E0414", "constant `{}` expects {} bytes, has {}", value.name, value.type.byte_count(),
            value.constant->bytes.size()
        );
    }
}

/// Follows the order of execution and knows what has a value so far.
class OrderCheck {
public:
    explicit OrderCheck(const Graph& graph) : graph_(graph), is_defined_(graph.values.size(), false) {
        for (std::size_t index = 0; index < graph.values.size(); ++index) {
            is_defined_[index] = graph.values[index].constant != nullptr;
        }
    }

    void define(ValueId id) {
        check_range(graph_, id);
        const Value& value = graph_.value(id);
        if (value.constant) {
            fail("E0412", "constant `{}` is also an input or written by a node", value.name);
        }
        if (is_defined_[id.index]) {
            fail("E0412", "value `{}` gets its contents twice", value.name);
        }
        is_defined_[id.index] = true;
    }

    void check_node(const Node& node) {
        for (const ValueId id : node.inputs) {
            if (id.is_none()) {
                continue;
            }
            check_range(graph_, id);
            if (!is_defined_[id.index]) {
                fail("E0411", "value `{}` is read before any node writes it", graph_.value(id).name);
            }
        }
        if (node.outputs.empty()) {
            fail("E0410", "expected at least one output, found none");
        }
        for (const ValueId id : node.outputs) {
            define(id);
        }
    }

    void check_output(ValueId id) {
        check_range(graph_, id);
        if (!is_defined_[id.index]) {
            fail("E0415", "graph output `{}` is written by no node", graph_.value(id).name);
        }
    }

private:
    const Graph& graph_;
    std::vector<bool> is_defined_;
};

/// A state is of one type before and after a run.
void check_states(const Graph& graph) {
    if (graph.state_count > graph.inputs.size() || graph.state_count > graph.outputs.size()) {
        fail(
            "E0417", "the graph has {} states, {} inputs and {} outputs", graph.state_count, graph.inputs.size(),
            graph.outputs.size()
        );
    }
    for (std::size_t index = 0; index < graph.state_count; ++index) {
        const Value& before = graph.value(graph.state_inputs()[index]);
        const Value& after = graph.value(graph.state_outputs()[index]);
        if (before.type != after.type) {
            fail("E0417", "state `{}` is of another type than `{}`, its next value", before.name, after.name);
        }
    }
}

} // namespace

void verify_structure(const Graph& graph) {
    check_names(graph);
    for (const Value& value : graph.values) {
        check_quantization(value);
        check_constant(value);
    }
    OrderCheck order(graph);
    for (const ValueId id : graph.inputs) {
        order.define(id);
    }
    for (const Node& node : graph.nodes) {
        try {
            order.check_node(node);
        } catch (Error& error) {
            error.add_context({"", node.name, node.op});
            throw;
        }
    }
    for (const ValueId id : graph.outputs) {
        order.check_output(id);
    }
    check_states(graph);
}

} // namespace thimble

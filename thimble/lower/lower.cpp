// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/lower.h"

#include "thimble/core/error.h"
#include "thimble/lower/copy_step.h"
#include "thimble/lower/update_in_place.h"
#include "thimble/ops/op_def.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

std::vector<const KernelVariant*> applicable_variants(const NodeView& node, const Target& target) {
    std::vector<const KernelVariant*> applicable;
    for (const KernelVariant& variant : kernel_variants(node.node().op)) {
        if (variant.applies(node, target)) {
            applicable.push_back(&variant);
        }
    }
    return applicable;
}

/// The chosen variant of a node, else the first; null when there is none. Errors: OptionError E0122.
const KernelVariant* choose_variant(const NodeView& node, const Target& target, const KernelChoices* choices) {
    const std::vector<const KernelVariant*> variants = applicable_variants(node, target);
    const auto choice = choices == nullptr ? KernelChoices::const_iterator() : choices->find(node.node().name);
    if (choices == nullptr || choice == choices->end()) {
        return variants.empty() ? nullptr : variants.front();
    }
    const auto found = std::find_if(variants.begin(), variants.end(), [&](const KernelVariant* variant) {
        return variant->name == choice->second;
    });
    if (found == variants.end()) {
        throw OptionError(
            "E0122", fmt::format(
                         "`{}` does not serve node `{}` on {}, expected one of: {}", choice->second, choice->first,
                         target.name, fmt::join(applicable_kernels(node, target), ", ")
                     )
        );
    }
    return *found;
}

std::string describe(const NodeView& node) {
    std::string text = fmt::format("{} ({}):", node.node().name, node.node().op);
    for (std::size_t index = 0; index < node.input_count(); ++index) {
        if (node.has_input(index)) {
            text += fmt::format(" {} {}", name(node.input(index).data_type), node.input(index).shape.to_string());
        }
    }
    return text + fmt::format(" -> {} {}", name(node.output().data_type), node.output().shape.to_string());
}

/// The variant of every node. Errors: ModelError E0440 with all nodes that have none.
std::vector<const KernelVariant*>
choose_variants(const Graph& graph, const Target& target, const KernelChoices* choices) {
    std::vector<const KernelVariant*> chosen;
    std::vector<std::string> offenders;
    for (const Node& node : graph.nodes) {
        const NodeView view(graph, node);
        chosen.push_back(choose_variant(view, target, choices));
        if (chosen.back() == nullptr) {
            offenders.push_back(describe(view));
        }
    }
    if (!offenders.empty()) {
        ModelError error(
            "E0440", fmt::format(
                         "{} of {} nodes {} no kernel for target {}", offenders.size(), graph.nodes.size(),
                         offenders.size() == 1 ? "has" : "have", target.name
                     )
        );
        for (std::string& offender : offenders) {
            error.add_note(std::move(offender));
        }
        error.set_hint("kernels take float32 or fully quantised int8 tensors of up to four axes");
        throw error;
    }
    return chosen;
}

/// Letters, digits and underscores of `text`, not beginning with a digit.
std::string identifier(const std::string& text) {
    std::string result;
    for (const char character : text) {
        const auto code = static_cast<unsigned char>(character);
        result += (code < 128 && std::isalnum(code) != 0) ? character : '_';
    }
    if (result.empty() || std::isdigit(static_cast<unsigned char>(result.front())) != 0) {
        result.insert(0, "model_");
    }
    return result;
}

/// Constants of earlier layers are in `counted` and not counted again; those of this one are added.
Layer make_layer(const NodeView& node, std::set<ValueId>& counted) {
    Layer layer{node.node().name, node.node().op, node.output().shape, 0, op_def(node.node().op).macs(node)};
    for (std::size_t index = 0; index < node.input_count(); ++index) {
        const Tensor* constant = node.constant(index);
        if (constant != nullptr && counted.insert(node.node().inputs[index]).second) {
            layer.parameters += constant->type.shape.element_count();
        }
    }
    return layer;
}

/// Builds the Program of a graph whose variants are chosen.
class GraphLowering {
public:
    GraphLowering(const Graph& graph, const LowerOptions& options)
        : graph_(graph), buffer_of_value_(graph.values.size(), -1), options_(options) {
        program_.name = identifier(graph.name);
        const bool has_int64 = std::any_of(graph.values.begin(), graph.values.end(), [](const Value& value) {
            return value.type.data_type == DataType::int64;
        });
        program_.alignment_bytes = has_int64 ? 8 : 4;
    }

    void add_inputs() {
        for (const ValueId id : graph_.state_inputs()) {
            const Value& value = graph_.value(id);
            const std::uint32_t buffer = add_buffer(value);
            buffer_of_value_[id.index] = static_cast<std::int32_t>(buffer);
            const std::vector<std::byte> initial = initial_state(value.type).bytes;
            program_.states.push_back({value.name, value.type, buffer, initial.empty() ? std::byte{0} : initial[0]});
        }
        for (const ValueId id : graph_.port_inputs()) {
            const Value& value = graph_.value(id);
            const std::uint32_t buffer = add_buffer(value);
            buffer_of_value_[id.index] = static_cast<std::int32_t>(buffer);
            if (options_.inputs == InputMemory::caller) {
                program_.buffers[buffer].memory = BufferMemory::caller;
            }
            program_.inputs.push_back({value.name, value.type, buffer});
        }
    }

    void add_node(const Node& node, const KernelVariant& variant) {
        const NodeView view(graph_, node);
        program_.layers.push_back(make_layer(view, counted_));
        NodeLowering lowering(
            program_, view, buffer_of_value_, static_cast<std::uint32_t>(program_.layers.size() - 1), options_
        );
        try {
            variant.lower(lowering);
        } catch (Error& error) {
            error.add_context({{}, node.name, node.op});
            throw;
        }
    }

    void add_outputs() {
        for (const ValueId id : graph_.port_outputs()) {
            const Value& value = graph_.value(id);
            const bool is_input = std::find(graph_.inputs.begin(), graph_.inputs.end(), id) != graph_.inputs.end();
            const std::uint32_t buffer = is_input || value.constant != nullptr
                                             ? add_copy(id)
                                             : static_cast<std::uint32_t>(buffer_of_value_[id.index]);
            program_.outputs.push_back({value.name, value.type, buffer});
        }
    }

    /// Brings the next value of each state to its buffer.
    void add_states() {
        save_old_states();
        for (std::size_t index = 0; index < graph_.state_count; ++index) {
            const ValueId after = graph_.state_outputs()[index];
            const std::uint32_t state = program_.states[index].buffer;
            const std::int32_t source = buffer_of_value_[after.index];
            if (source == static_cast<std::int32_t>(state)) {
                continue;
            }
            if (source < 0 || !update_in_place(program_, state, static_cast<std::uint32_t>(source))) {
                add_copy_to(after, state);
            }
        }
    }

    Program take() { return std::move(program_); }

private:
    bool is_state_buffer(std::int32_t buffer) const {
        return std::any_of(program_.states.begin(), program_.states.end(), [&](const State& state) {
            return buffer == static_cast<std::int32_t>(state.buffer);
        });
    }

    /// Copies what is the next value of one state and the old value of another, whose buffer is about to change.
    void save_old_states() {
        for (std::size_t index = 0; index < graph_.state_count; ++index) {
            const ValueId after = graph_.state_outputs()[index];
            const std::int32_t source = buffer_of_value_[after.index];
            if (is_state_buffer(source) && source != static_cast<std::int32_t>(program_.states[index].buffer)) {
                buffer_of_value_[after.index] = static_cast<std::int32_t>(add_copy(after));
            }
        }
    }

    std::uint32_t add_buffer(const Value& value) {
        program_.buffers.push_back({value.name, value.type.byte_count(), 0});
        return static_cast<std::uint32_t>(program_.buffers.size() - 1);
    }

    /// Copies an input or a constant to a buffer of its own: an output must not change when the next
    /// input is written, and the API hands out arena memory.
    std::uint32_t add_copy(ValueId id) {
        const std::uint32_t output = add_buffer(graph_.value(id));
        add_copy_to(id, output);
        return output;
    }

    void add_copy_to(ValueId id, std::uint32_t output) {
        const Value& value = graph_.value(id);
        const Node copy{value.name, "reshape", {}, {id}, {id}};
        program_.layers.push_back({value.name, "reshape", value.type.shape, 0, 0});
        NodeLowering lowering(
            program_, {graph_, copy}, buffer_of_value_, static_cast<std::uint32_t>(program_.layers.size() - 1), options_
        );
        const Operand target = {OperandKind::buffer, output, Access::write, DataType::int8};
        add_copy_step(lowering, lowering.read(0), target, value.type.byte_count());
    }

    const Graph& graph_;
    std::vector<std::int32_t> buffer_of_value_;
    LowerOptions options_;
    std::set<ValueId> counted_;
    Program program_;
};

} // namespace

std::vector<std::string> applicable_kernels(const NodeView& node, const Target& target) {
    std::vector<std::string> names;
    for (const KernelVariant* variant : applicable_variants(node, target)) {
        names.push_back(variant->name);
    }
    return names;
}

Program lower(const Graph& graph, const Target& target, const LowerOptions& options) {
    const std::vector<const KernelVariant*> variants = choose_variants(graph, target, options.choices);
    GraphLowering lowering(graph, options);
    lowering.add_inputs();
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        lowering.add_node(graph.nodes[index], *variants[index]);
    }
    lowering.add_outputs();
    lowering.add_states();
    return lowering.take();
}

} // namespace thimble

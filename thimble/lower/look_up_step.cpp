// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/look_up_step.h"

#include "thimble/ops/op_def.h"
#include "thimble/ops/sigmoid_input.h"

#include <numeric>

namespace thimble {

namespace {

void add_elementwise_call(
    NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters, std::vector<Operand> operands
) {
    operands.push_back(lowering.write());
    std::vector<InPlacePair> in_place;
    if (operands.front().kind == OperandKind::buffer) {
        in_place.push_back({0, static_cast<std::uint32_t>(operands.size() - 1)});
    }
    add_kernel_call(lowering, kernel, std::move(parameters), std::move(operands), std::move(in_place));
}

Parameter element_count(const NodeLowering& lowering) {
    return integer("count", lowering.node().output().shape.element_count());
}

} // namespace

std::vector<std::int8_t> int8_results(const NodeView& node) {
    std::vector<std::int8_t> codes(256);
    std::iota(codes.begin(), codes.end(), std::int8_t{-128});
    const Tensor input = Tensor::of(Shape{256}, codes, *node.input(0).quantization);
    Graph graph;
    Node all_codes = node.node();
    all_codes.inputs = {graph.add_input("input", input.type)};
    all_codes.outputs = {graph.add_value("output", {DataType::int8, {256}, node.output().quantization})};
    graph.nodes = {all_codes};
    const std::vector<const Tensor*> inputs = {&input};
    const Tensor results = op_def(all_codes.op).evaluate(NodeView(graph, graph.nodes.front()), inputs).front();
    return {results.elements<std::int8_t>().begin(), results.elements<std::int8_t>().end()};
}

void add_look_up_step(NodeLowering& lowering) {
    const Operand table = lowering.constant("table", int8_results(lowering.node()));
    add_elementwise_call(
        lowering, {portable_folder, "look_up.h", "look_up_s8", "LookUpParams"}, {element_count(lowering)},
        {lowering.read(0), table}
    );
}

void add_sigmoid_table_step(NodeLowering& lowering, std::int32_t largest_power) {
    const std::string& op = lowering.node().node().op;
    const std::string file = op + ".h";
    const std::string function = op + "_s16";
    const SigmoidInt16Input input = sigmoid_int16_input(lowering.node().input(0), largest_power);
    const Operand table = lowering.constant("table", sigmoid_int16_table());
    add_elementwise_call(
        lowering, {portable_folder, file, function, "SigmoidS16Params"},
        {element_count(lowering), integer("multiplier", input.multiplier), integer("shift", input.shift)},
        {lowering.read(0), table}
    );
}

void add_map_step(NodeLowering& lowering, const Kernel& kernel, const std::vector<Parameter>& others) {
    std::vector<Parameter> parameters = {element_count(lowering)};
    parameters.insert(parameters.end(), others.begin(), others.end());
    add_elementwise_call(lowering, kernel, std::move(parameters), {lowering.read(0)});
}

void add_float_map_step(
    NodeLowering& lowering, std::string_view parameters_type, const std::vector<Parameter>& others
) {
    const std::string& op = lowering.node().node().op;
    const std::string file = op + ".h";
    const std::string function = op + "_f32";
    add_map_step(lowering, {portable_folder, file, function, parameters_type}, others);
}

} // namespace thimble

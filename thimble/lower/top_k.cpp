// SPDX-License-Identifier: Apache-2.0
// Kernel variants of top_k.
#include "thimble/lower/axis_rows.h"
#include "thimble/lower/moved_bytes.h"

namespace thimble {

namespace {

void lower_top_k(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Attributes& attributes = node.attributes();
    const bool is_largest = !attributes.has("largest") || flag_attribute(attributes, "largest");
    std::vector<Parameter> parameters = {
        integer("index_bytes", static_cast<std::int64_t>(size_bytes(node.output(1).data_type)))};
    append_axis_rows(parameters, node);
    parameters.push_back(integer("count", attributes.get<std::int64_t>("k")));
    parameters.push_back(integer("takes_largest", is_largest ? 1 : 0));
    const std::string function = typed_function("top_k", node.input(0).data_type);
    add_kernel_call(
        lowering, {portable_folder, "top_k.h", function, "TopKParams"}, std::move(parameters),
        {lowering.read(0), lowering.write(0), as_bytes(lowering.write(1))}
    );
}

} // namespace

std::vector<KernelVariant> top_k_variants() {
    return {{"top_k", has_numbers, lower_top_k}};
}

} // namespace thimble

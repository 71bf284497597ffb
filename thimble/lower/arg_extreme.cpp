// SPDX-License-Identifier: Apache-2.0
// Kernel variants of arg_max and arg_min.
#include "thimble/lower/axis_rows.h"
#include "thimble/lower/moved_bytes.h"

namespace thimble {

namespace {

void lower_arg_extreme(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    std::vector<Parameter> parameters = {
        integer("index_bytes", static_cast<std::int64_t>(size_bytes(node.output().data_type)))};
    append_axis_rows(parameters, node);
    parameters.push_back(integer("takes_largest", node.node().op == "arg_max" ? 1 : 0));
    parameters.push_back(integer("takes_last", flag_attribute(node.attributes(), "select_last") ? 1 : 0));
    const std::string function = typed_function("arg_extreme", node.input(0).data_type);
    add_kernel_call(
        lowering, {portable_folder, "arg_extreme.h", function, "ArgExtremeParams"}, std::move(parameters),
        {lowering.read(0), as_bytes(lowering.write())}
    );
}

} // namespace

std::vector<KernelVariant> arg_extreme_variants(std::string_view /*op*/) {
    return {{"arg_extreme", has_numbers, lower_arg_extreme}};
}

} // namespace thimble

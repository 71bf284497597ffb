// SPDX-License-Identifier: Apache-2.0
// Kernel variants of logic and of operations on bits.
#include "thimble/lower/broadcast_loops.h"
#include "thimble/lower/look_up_step.h"
#include "thimble/lower/pair_call.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view file = "bits.h";

bool fits(const NodeView& node, const Target& /*target*/) {
    return node.input_count() == 1 || fits_kernel_loops(node);
}

void lower_logic(NodeLowering& lowering) {
    const std::string function = lowering.node().node().op + "_u8";
    if (lowering.node().input_count() == 1) {
        add_map_step(lowering, {portable_folder, file, function, "BitsParams"});
    } else {
        add_plain_pair_call(lowering, file, function);
    }
}

void lower_integers(NodeLowering& lowering) {
    const std::string& op = lowering.node().node().op;
    if (lowering.node().input_count() == 1) {
        const std::string element = element_argument(lowering.node().input(0).data_type);
        const std::string function = fmt::format("{}_integers<{}>", op, element);
        add_map_step(lowering, {portable_folder, file, function, "BitsParams"});
    } else {
        add_integer_pair_call(lowering, file, op);
    }
}

} // namespace

std::vector<KernelVariant> bits_variants(std::string_view op) {
    if (op.substr(0, 7) == "logical") {
        return {{fmt::format("{}_u8", op), fits, lower_logic}};
    }
    return {{fmt::format("{}_integers", op), fits, lower_integers}};
}

} // namespace thimble

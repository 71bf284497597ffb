// SPDX-License-Identifier: Apache-2.0
// Kernel variants of cast.
#include "thimble/lower/copy_step.h"
#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

DataType kernel_type(DataType type) {
    return type == DataType::boolean ? DataType::uint8 : type;
}

std::string kernel_name(DataType from, DataType to) {
    if (from == DataType::float32 && to == DataType::boolean) {
        return "cast_float32_to_bool";
    }
    if (from == DataType::float32) {
        return fmt::format("cast_float32<{}>", element_argument(to));
    }
    return fmt::format("cast_to_{}<{}>", name(to), element_argument(kernel_type(from)));
}

void lower_elements(NodeLowering& lowering) {
    const TensorType& from = lowering.node().input(0);
    const TensorType& to = lowering.node().output();
    const std::string function = kernel_name(from.data_type, to.data_type);
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    // Only bytes may be written where elements of another type are still read.
    const bool may_be_in_place = size_bytes(to.data_type) == 1;
    add_kernel_call(
        lowering, {portable_folder, "cast.h", function, "CastParams"}, {integer("count", to.shape.element_count())},
        operands, may_be_in_place ? in_place_unless_constant(operands, 0) : std::vector<InPlacePair>{}
    );
}

void lower_copy(NodeLowering& lowering) {
    Operand from = lowering.read(0);
    Operand to = lowering.write();
    from.element = DataType::int8;
    to.element = DataType::int8;
    add_copy_step(lowering, from, to, lowering.node().output().byte_count());
}

} // namespace

std::vector<KernelVariant> cast_variants() {
    return {
        {"copy_bytes",
         [](const NodeView& node, const Target&) { return node.input(0).data_type == node.output().data_type; },
         lower_copy},
        {"cast_float32", [](const NodeView&, const Target&) { return true; }, lower_elements},
    };
}

} // namespace thimble

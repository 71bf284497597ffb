// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/copy_step.h"

#include "thimble/lower/kernel_step.h"

namespace thimble {

void add_copy_step(NodeLowering& lowering, Operand input, Operand output, std::size_t byte_count) {
    input.element = DataType::int8; // the kernel moves bytes of any type
    output.element = DataType::int8;
    const std::vector<Operand> operands = {input, output};
    add_kernel_call(
        lowering, {portable_folder, "reshape.h", "copy_bytes", "CopyParams"},
        {integer("byte_count", static_cast<std::int64_t>(byte_count))}, operands, in_place_unless_constant(operands, 0)
    );
}

} // namespace thimble

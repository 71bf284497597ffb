// SPDX-License-Identifier: Apache-2.0
// Kernel variants of dft: by butterflies for powers of two, by definition for other lengths.
#include "thimble/ops/dft.h"

#include "thimble/lower/kernel_step.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace thimble {

namespace {

// Shorter ones gain nothing.
constexpr std::int64_t shortest_fft = 8;

/// cos and -sin of a turn's fractions i / length, by turns; the sine's sign is that of the direction.
std::vector<float> twiddles(const DftAttributes& attributes, std::int64_t count) {
    std::vector<float> table;
    for (std::int64_t index = 0; index < count; ++index) {
        const double angle =
            2.0 * std::numbers::pi * static_cast<double>(index) / static_cast<double>(attributes.length);
        table.push_back(static_cast<float>(std::cos(angle)));
        table.push_back(static_cast<float>(attributes.is_inverse ? std::sin(angle) : -std::sin(angle)));
    }
    return table;
}

std::vector<Parameter> dft_parameters(const NodeView& node) {
    const DftAttributes attributes = dft_attributes(node);
    const Shape& shape = node.input(0).shape;
    const auto axis = static_cast<std::size_t>(attributes.axis);
    std::int64_t inner = 1;
    for (std::size_t next = axis + 1; next + 1 < shape.rank(); ++next) {
        inner *= shape[next];
    }
    const std::int64_t parts = shape.extents().back();
    return {
        integer("outer", shape.element_count() / (shape[axis] * inner * parts)),
        integer("signal", shape[axis]),
        integer("inner", inner),
        integer("parts", parts),
        integer("length", attributes.length),
        integer("frequencies", dft_frequencies(attributes)),
        real("factor", attributes.is_inverse ? 1.0 / static_cast<double>(attributes.length) : 1.0),
    };
}

void lower_plain(NodeLowering& lowering) {
    const DftAttributes attributes = dft_attributes(lowering.node());
    add_kernel_call(
        lowering, {portable_folder, "dft.h", "dft_f32", "DftParams"}, dft_parameters(lowering.node()),
        {lowering.read(0), lowering.constant("twiddles", twiddles(attributes, attributes.length)), lowering.write()}
    );
}

void lower_fast(NodeLowering& lowering) {
    const DftAttributes attributes = dft_attributes(lowering.node());
    const auto scratch_bytes = static_cast<std::size_t>(attributes.length) * 2 * sizeof(float);
    add_kernel_call(
        lowering, {portable_folder, "dft.h", "fft_f32", "DftParams"}, dft_parameters(lowering.node()),
        {lowering.read(0), lowering.constant("twiddles", twiddles(attributes, attributes.length / 2)), lowering.write(),
         lowering.scratch(scratch_bytes, DataType::float32)}
    );
}

bool is_power_of_two(const NodeView& node, const Target& /*target*/) {
    const std::int64_t length = dft_attributes(node).length;
    return length >= shortest_fft && std::has_single_bit(static_cast<std::uint64_t>(length));
}

} // namespace

std::vector<KernelVariant> dft_variants() {
    return {
        {"fft_f32", is_power_of_two, lower_fast},
        {"dft_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_plain},
    };
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Operators whose results are known without running the model: shapes and values made from them. Converters leave them
// in models whose batch is open (SHAPE, STRIDED_SLICE, PACK before a RESHAPE); they become constants.
#include "thimble/core/visit_data_type.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/unsupported.h"

#include <cmath>
#include <limits>

namespace thimble::tflite_import {

namespace {

using Integers = std::vector<std::int64_t>;

void translate_shape(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define_integers(reader.input_type(0).shape.extents());
}

void translate_rank(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define_integers({static_cast<std::int64_t>(reader.input_type(0).shape.rank())});
}

/// Repeats `element`, which has one value, to the output's shape.
void add_filled(OperatorReader& reader, ValueId element, const Integers& shape) {
    reader.add_node("expand", {element}, {{"shape", shape}});
}

void translate_fill(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(1);
    add_filled(reader, reader.input(1, "value"), reader.integers(0, "a shape"));
}

void translate_zeros_like(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_same_types(0);
    TensorType type = reader.output_type();
    const Integers shape = reader.input_type(0).shape.extents();
    if (type.quantization) {
        throw Unsupported{"ZEROS_LIKE of quantised numbers", "convert it without quantisation"};
    }
    type.shape = Shape(Integers(shape.size(), 1));
    add_filled(reader, reader.add_constant("zero", Tensor(type)), shape);
}

void translate_range(OperatorReader& reader) {
    reader.expect_inputs(3, 3);
    const double start = reader.number(0, "start");
    const double limit = reader.number(1, "limit");
    const double step = reader.number(2, "delta");
    constexpr double longest = 1 << 14;
    const double count = std::ceil((limit - start) / step);
    if (!(count >= 1.0 && count <= longest)) {
        throw ModelError(
            "E0303", fmt::format("{} values from {} to {}, expected 1 to {}", count, start, limit, longest)
        );
    }
    Tensor values({reader.output_type().data_type, {static_cast<std::int64_t>(count)}, {}});
    visit_data_type(values.type.data_type, [&]<typename Element>(Element) {
        double place = 0.0;
        for (Element& element : values.elements<Element>()) {
            const double value = start + step * place++;
            // Casting what the type cannot hold would be undefined.
            if (!(std::abs(value) <= static_cast<double>(std::numeric_limits<Element>::max()) / 2)) {
                throw ModelError("E0303", fmt::format("{} in a range of {}", value, name(values.type.data_type)));
            }
            element = static_cast<Element>(value);
        }
    });
    reader.define_constant(std::move(values));
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {SHAPE, {"Shape", ""}, translate_shape},      {RANK, {"Rank", ""}, translate_rank},
    {FILL, {"Fill", ""}, translate_fill},         {ZEROS_LIKE, {"zeros_like", ""}, translate_zeros_like},
    {RANGE, {"Range", "range"}, translate_range},
};

} // namespace

std::span<const OperatorRow> made_value_rows() {
    return rows;
}

} // namespace thimble::tflite_import

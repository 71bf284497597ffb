// SPDX-License-Identifier: Apache-2.0
// Operators that compute shapes. Converters leave them in models whose batch is open (SHAPE, STRIDED_SLICE,
// PACK before a RESHAPE); with the shapes of the file they are constants, and no node comes of them.
#include "thimble/import/tflite/offenders.h"
#include "thimble/import/tflite/operator_table.h"

#include <algorithm>

namespace thimble::tflite_import {

namespace {

void translate_shape(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define_integers(reader.input_type(0).shape.extents());
}

std::int64_t single(const std::vector<std::int64_t>& values, const char* role) {
    if (values.size() != 1) {
        throw ModelError("E0303", fmt::format("{} has {} values, expected 1", role, values.size()));
    }
    return values.front();
}

/// One bound of a slice over `count` values, from the front and within them; -1 is before the first.
std::int64_t slice_bound(std::int64_t bound, std::int64_t count, std::int64_t lowest, std::int64_t highest) {
    return std::clamp(bound < 0 ? bound + count : bound, lowest, highest);
}

void translate_strided_slice(OperatorReader& reader) {
    reader.expect_inputs(4, 4);
    const auto* options = reader.optional_options<tflite::StridedSliceOptions>();
    const bool is_plain = options == nullptr || (options->ellipsis_mask() == 0 && options->new_axis_mask() == 0);
    if (!reader.has_integers(0) || !is_plain) {
        throw unsupported_operator(tflite::BuiltinOperator::STRIDED_SLICE);
    }
    const std::vector<std::int64_t> values = reader.integers(0, "values");
    const std::int64_t begin = single(reader.integers(1, "a slice"), "begin");
    const std::int64_t end = single(reader.integers(2, "a slice"), "end");
    if (single(reader.integers(3, "a slice"), "stride") != 1) {
        throw unsupported_operator(tflite::BuiltinOperator::STRIDED_SLICE);
    }
    const auto count = static_cast<std::int64_t>(values.size());
    const bool is_open_begin = options != nullptr && (options->begin_mask() & 1) != 0;
    const bool is_open_end = options != nullptr && (options->end_mask() & 1) != 0;
    const bool takes_one = options != nullptr && (options->shrink_axis_mask() & 1) != 0;
    const std::int64_t first = is_open_begin ? 0 : slice_bound(begin, count, 0, count);
    const std::int64_t last = takes_one ? first + 1 : is_open_end ? count : slice_bound(end, count, first, count);
    if (last > count) {
        throw ModelError("E0303", fmt::format("slice begins at {} of {} values", begin, count));
    }
    reader.define_integers({values.begin() + first, values.begin() + last});
}

void translate_pack(OperatorReader& reader) {
    reader.expect_inputs(1, OperatorReader::any_number);
    std::vector<std::int64_t> values;
    for (std::size_t index = 0; index < reader.input_count(); ++index) {
        if (!reader.has_integers(index)) {
            throw unsupported_operator(tflite::BuiltinOperator::PACK);
        }
        values.push_back(single(reader.integers(index, "values"), "a packed value"));
    }
    reader.define_integers(std::move(values));
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {SHAPE, {"Shape", ""}, translate_shape},
    {STRIDED_SLICE, {"strided_slice", ""}, translate_strided_slice},
    {PACK, {"stack", ""}, translate_pack},
};

} // namespace

std::span<const OperatorRow> shape_arithmetic_rows() {
    return rows;
}

} // namespace thimble::tflite_import

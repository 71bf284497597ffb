// SPDX-License-Identifier: Apache-2.0
// Operators without options: one row each.
#include "thimble/export/tflite/export_table.h"

namespace thimble::tflite_export {

namespace {

using enum tflite::BuiltinOperator;

template <tflite::BuiltinOperator code, std::int32_t int8_version> void write_plain(NodeWriter& writer) {
    writer.write({code, int8_version}, writer.inputs());
}

void write_gelu(NodeWriter& writer) {
    tflite::GeluOptionsT options;
    options.approximate = writer.view().node().op == "gelu_tanh";
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({GELU, 2}, writer.inputs(), std::move(packed));
}

void write_elu(NodeWriter& writer) {
    const double alpha = writer.attributes().get<double>("alpha");
    if (alpha != 1.0) {
        throw_inexpressible(fmt::format("alpha {}", alpha));
    }
    writer.write({ELU, 1}, writer.inputs());
}

constexpr ExportRow rows[] = {
    {"pow", write_plain<POW, 1>},
    {"floor_div", write_plain<FLOOR_DIV, 2>},
    {"floor_mod", write_plain<FLOOR_MOD, 1>},
    {"minimum", write_plain<MINIMUM, 2>},
    {"maximum", write_plain<MAXIMUM, 2>},
    {"squared_difference", write_plain<SQUARED_DIFFERENCE, 2>},
    {"atan2", write_plain<ATAN2, 1>},
    {"equal", write_plain<EQUAL, 2>},
    {"not_equal", write_plain<NOT_EQUAL, 2>},
    {"greater", write_plain<GREATER, 2>},
    {"greater_equal", write_plain<GREATER_EQUAL, 2>},
    {"less", write_plain<LESS, 2>},
    {"less_equal", write_plain<LESS_EQUAL, 2>},
    {"logical_and", write_plain<LOGICAL_AND, 1>},
    {"logical_or", write_plain<LOGICAL_OR, 1>},
    {"logical_not", write_plain<LOGICAL_NOT, 1>},
    {"bitwise_xor", write_plain<BITWISE_XOR, 1>},
    {"shift_right", write_plain<RIGHT_SHIFT, 1>},
    {"where", write_plain<SELECT_V2, 1>},
    {"prelu", write_plain<PRELU, 1>},
    {"cast", write_plain<CAST, 1>},
    {"abs", write_plain<ABS, 2>},
    {"neg", write_plain<NEG, 1>},
    {"sign", write_plain<SIGN, 1>},
    {"exp", write_plain<EXP, 2>},
    {"log", write_plain<LOG, 2>},
    {"sqrt", write_plain<SQRT, 2>},
    {"rsqrt", write_plain<RSQRT, 2>},
    {"square", write_plain<SQUARE, 1>},
    {"floor", write_plain<FLOOR, 1>},
    {"ceil", write_plain<CEIL, 1>},
    {"round", write_plain<ROUND, 1>},
    {"sin", write_plain<SIN, 1>},
    {"cos", write_plain<COS, 1>},
    {"elu", write_elu},
    {"gelu", write_gelu},
    {"gelu_tanh", write_gelu},
};

} // namespace

std::span<const ExportRow> plain_rows() {
    return rows;
}

} // namespace thimble::tflite_export

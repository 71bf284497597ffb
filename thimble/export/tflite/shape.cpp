// SPDX-License-Identifier: Apache-2.0
// Operators that rearrange, extend or join tensors without arithmetic.
#include "thimble/export/tflite/export_table.h"
#include "thimble/ops/pad.h"

namespace thimble::tflite_export {

namespace {

void write_reshape(NodeWriter& writer) {
    const auto& shape = writer.attributes().get<std::vector<std::int64_t>>("shape");
    tflite::ReshapeOptionsT options;
    options.new_shape.assign(shape.begin(), shape.end());
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    std::vector<std::int32_t> inputs = writer.inputs();
    inputs.push_back(writer.add_integers("shape", {static_cast<std::int64_t>(shape.size())}, shape));
    writer.write({tflite::BuiltinOperator::RESHAPE, 1}, std::move(inputs), std::move(packed));
}

void write_transpose(NodeWriter& writer) {
    const auto& axes = writer.attributes().get<std::vector<std::int64_t>>("axes");
    std::vector<std::int32_t> inputs = writer.inputs();
    inputs.push_back(writer.add_integers("permutation", {static_cast<std::int64_t>(axes.size())}, axes));
    writer.write({tflite::BuiltinOperator::TRANSPOSE, 2}, std::move(inputs));
}

void write_pad(NodeWriter& writer) {
    const auto& padding = writer.attributes().get<std::vector<std::int64_t>>("padding");
    std::vector<std::int32_t> inputs = writer.inputs();
    inputs.push_back(writer.add_integers("paddings", {static_cast<std::int64_t>(padding.size() / 2), 2}, padding));
    const PadMode mode = pad_mode(writer.attributes());
    if (mode == PadMode::reflect || mode == PadMode::symmetric) {
        tflite::MirrorPadOptionsT options;
        options.mode = mode == PadMode::reflect ? tflite::MirrorPadMode::REFLECT : tflite::MirrorPadMode::SYMMETRIC;
        tflite::BuiltinOptionsUnion packed;
        packed.Set(std::move(options));
        writer.write({tflite::BuiltinOperator::MIRROR_PAD, 2}, std::move(inputs), std::move(packed));
        return;
    }
    if (mode != PadMode::constant) {
        throw_inexpressible("padding by the edge or by wrapping around");
    }
    if (pad_value(writer.attributes()) == 0.0) {
        writer.write({tflite::BuiltinOperator::PAD, 2}, std::move(inputs));
        return;
    }
    TensorType type = writer.view().input(0);
    type.shape = Shape();
    inputs.push_back(writer.add_stored("value", type, pad_element(writer.view())));
    writer.write({tflite::BuiltinOperator::PADV2, 2}, std::move(inputs));
}

void write_concat(NodeWriter& writer) {
    tflite::ConcatenationOptionsT options;
    options.axis = static_cast<std::int32_t>(writer.attributes().get<std::int64_t>("axis"));
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::CONCATENATION, 2}, writer.inputs(), std::move(packed));
}

constexpr ExportRow rows[] = {
    {"reshape", write_reshape},
    {"transpose", write_transpose},
    {"pad", write_pad},
    {"concat", write_concat},
};

} // namespace

std::span<const ExportRow> shape_rows() {
    return rows;
}

} // namespace thimble::tflite_export

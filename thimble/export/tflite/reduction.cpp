// SPDX-License-Identifier: Apache-2.0
// Reductions over axes, and operators that normalise along the last one. `mean` is with the pools.
#include "thimble/ops/reduction.h"

#include "thimble/export/tflite/export_table.h"
#include "thimble/ops/lp_normalize.h"
#include "thimble/ops/lrn.h"

namespace thimble::tflite_export {

namespace {

template <tflite::BuiltinOperator code, std::int32_t int8_version> void write_reduction(NodeWriter& writer) {
    const ReductionAttributes attributes = reduction_attributes(writer.attributes());
    tflite::ReducerOptionsT options;
    options.keep_dims = attributes.keep_dims;
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    std::vector<std::int32_t> inputs = writer.inputs();
    const auto count = static_cast<std::int64_t>(attributes.axes.size());
    inputs.push_back(writer.add_integers("axes", {count}, attributes.axes));
    writer.write({code, int8_version}, std::move(inputs), std::move(packed));
}

void write_log_softmax(NodeWriter& writer) {
    writer.write({tflite::BuiltinOperator::LOG_SOFTMAX, 2}, writer.inputs());
}

void write_lp_normalize(NodeWriter& writer) {
    const LpNormalizeAttributes attributes = lp_normalize_attributes(writer.attributes());
    const auto last = static_cast<std::int64_t>(writer.view().input(0).shape.rank()) - 1;
    if (attributes.p != 2 || attributes.axis != last || attributes.epsilon != 1e-6) {
        throw_inexpressible("normalisation but by the L2 norm over the last axis with an epsilon of 1e-6");
    }
    tflite::BuiltinOptionsUnion packed;
    packed.Set(tflite::L2NormOptionsT());
    writer.write({tflite::BuiltinOperator::L2_NORMALIZATION, 2}, writer.inputs(), std::move(packed));
}

void write_lrn(NodeWriter& writer) {
    const LrnAttributes attributes = lrn_attributes(writer.attributes());
    if (attributes.before != attributes.after + 1) {
        throw_inexpressible("local response normalisation but over one channel less above than below");
    }
    tflite::LocalResponseNormalizationOptionsT options;
    options.radius = static_cast<std::int32_t>(attributes.before);
    options.alpha = static_cast<float>(attributes.alpha);
    options.beta = static_cast<float>(attributes.beta);
    options.bias = static_cast<float>(attributes.bias);
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::LOCAL_RESPONSE_NORMALIZATION, 1}, writer.inputs(), std::move(packed));
}

using enum tflite::BuiltinOperator;

constexpr ExportRow rows[] = {
    {"reduce_sum", write_reduction<SUM, 2>},
    {"reduce_max", write_reduction<REDUCE_MAX, 2>},
    {"reduce_min", write_reduction<REDUCE_MIN, 2>},
    {"reduce_prod", write_reduction<REDUCE_PROD, 1>},
    {"log_softmax", write_log_softmax},
    {"lp_normalize", write_lp_normalize},
    {"lrn", write_lrn},
};

} // namespace

std::span<const ExportRow> reduction_rows() {
    return rows;
}

} // namespace thimble::tflite_export

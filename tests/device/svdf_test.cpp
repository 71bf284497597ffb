// SPDX-License-Identifier: Apache-2.0
// svdf and quantized_lstm: kernels against the reference, next states included.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

struct SvdfCase {
    std::string name;
    std::int64_t batch;
    std::int64_t input_size;
    std::int64_t filters;
    std::int64_t rank;
    std::int64_t memory;
};

class Svdf : public ::testing::TestWithParam<SvdfCase> {
protected:
    static Shape state() { return {GetParam().batch, GetParam().filters * GetParam().memory}; }

    static Shape features() { return {GetParam().filters, GetParam().input_size}; }

    static Shape times() { return {GetParam().filters, GetParam().memory}; }
};

} // namespace

TEST_P(Svdf, Float32IsCloseToReference) {
    NodeUnderTest node("svdf", {{"rank", GetParam().rank}, {"activation", std::vector{0.0, 6.0}}});
    node.input(DataType::float32, {GetParam().batch, GetParam().input_size}).constant(DataType::float32, features());
    node.constant(DataType::float32, times()).input(DataType::float32, state()).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "svdf_f32");
}

TEST_P(Svdf, IntegersEqualReference) {
    for (const DataType type : {DataType::int8, DataType::int16}) {
        const float state_scale = type == DataType::int8 ? 0.1F : 0.001F;
        NodeUnderTest node("svdf", {{"rank", GetParam().rank}});
        node.input(DataType::int8, {GetParam().batch, GetParam().input_size}, affine(0.02F, -3));
        node.constant(DataType::int8, features(), affine(0.01F, 0)).constant(type, times(), affine(0.001F, 0));
        node.input(type, state(), affine(state_scale, type == DataType::int8 ? 4 : 0));
        node.constant(DataType::int32, {GetParam().filters / GetParam().rank});
        node.output(DataType::int8, affine(0.05F, 5));
        expect_reference_outputs(node, Core::portable, "svdf_codes<" + std::string(name(type)) + "_t>");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Device, Svdf,
    ::testing::Values(
        SvdfCase{"Small", 1, 3, 2, 1, 4}, SvdfCase{"RankTwo", 1, 16, 6, 2, 5}, SvdfCase{"Batch", 3, 7, 4, 4, 3},
        SvdfCase{"MemoryOfOne", 2, 5, 3, 1, 1}
    ),
    case_only
);

namespace {

struct LstmCase {
    std::string name;
    DataType type;
    Attributes attributes = {};
    std::int32_t zero_point = 0;
};

class QuantizedLstm : public ::testing::TestWithParam<LstmCase> {};

Quantization gate_scales(float scale) {
    return {{scale, 2 * scale, 3 * scale, scale}, {0, 0, 0, 0}, 0};
}

} // namespace

TEST_P(QuantizedLstm, EqualsReference) {
    const LstmCase& param = GetParam();
    const bool is_wide = param.type == DataType::int16;
    const float scale = is_wide ? 0.0001F : 0.02F;
    NodeUnderTest node("quantized_lstm", param.attributes);
    node.input(param.type, {3, 2, 5}, affine(scale, param.zero_point));
    node.constant(DataType::int8, {4, 6, 5}, gate_scales(0.005F));
    node.constant(DataType::int8, {4, 6, 6}, gate_scales(0.004F));
    const std::int64_t batch = param.attributes.has("time_major") ? 2 : 3;
    node.input(param.type, {batch, 6}, affine(is_wide ? 1.0F / 32768.0F : 0.007F, param.zero_point));
    node.input(DataType::int16, {batch, 6}, affine(1.0F / 4096.0F, 0));
    node.constant(is_wide ? DataType::int64 : DataType::int32, {4, 6});
    node.output(param.type, affine(0.007F, param.zero_point));
    expect_reference_outputs(node, Core::portable, "quantized_lstm_codes<" + std::string(name(param.type)) + "_t>");
}

INSTANTIATE_TEST_SUITE_P(
    Device, QuantizedLstm,
    ::testing::Values(
        LstmCase{"Int8", DataType::int8, {}, -4}, LstmCase{"Int16", DataType::int16},
        LstmCase{"TimeMajor", DataType::int8, {{"time_major", std::int64_t{1}}}, 7},
        LstmCase{"CellLimit", DataType::int8, {{"cell_clip", 1.5}}, 0}
    ),
    case_only
);

} // namespace thimble

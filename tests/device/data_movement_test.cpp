// SPDX-License-Identifier: Apache-2.0
// pad, concat, reshape and mean: kernels that are about places rather than arithmetic.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

struct PadCase {
    std::string name;
    Shape shape = {1, 3, 4, 5};
    std::vector<std::int64_t> padding = {0, 0, 1, 2, 3, 0, 0, 0};
};

class Pad : public ::testing::TestWithParam<PadCase> {};

struct MeanCase {
    std::string name;
    Shape shape = {2, 3, 4, 5};
    std::vector<std::int64_t> axes = {1, 2};
    std::int64_t keep_dims = 0;
    Quantization output = affine(0.04F, 7);
};

class Mean : public ::testing::TestWithParam<MeanCase> {};

struct ConcatCase {
    std::string name;
    std::int64_t axis = 3;
    std::vector<Shape> parts = {{1, 2, 3, 4}, {1, 2, 3, 1}};
};

class Concat : public ::testing::TestWithParam<ConcatCase> {};

NodeUnderTest concat_of(const ConcatCase& concat, DataType data_type, const std::optional<Quantization>& quantization) {
    NodeUnderTest node("concat", {{"axis", concat.axis}});
    for (const Shape& part : concat.parts) {
        node.input(data_type, part, quantization);
    }
    return node.output(data_type, quantization);
}

} // namespace

TEST_P(Pad, EqualsReference) {
    const PadCase& pad = GetParam();
    const Quantization quantization = affine(0.1F, -77);
    NodeUnderTest int8("pad", {{"padding", pad.padding}});
    int8.input(DataType::int8, pad.shape, quantization).output(DataType::int8, quantization);
    expect_reference_outputs(int8, Core::portable, "pad_bytes");
    NodeUnderTest float32("pad", {{"padding", pad.padding}});
    float32.input(DataType::float32, pad.shape).output(DataType::float32);
    expect_reference_outputs(float32, Core::portable, "pad_bytes");
}

TEST(PadWithAnyValue, EqualsReference) {
    const Attributes attributes = {{"padding", std::vector<std::int64_t>{1, 0, 0, 2, 1, 1, 0, 3}}, {"value", 2.5}};
    NodeUnderTest float32("pad", attributes);
    float32.input(DataType::float32, {2, 3, 2, 2}).output(DataType::float32);
    expect_reference_outputs(float32, Core::portable, "fill_elements");
    NodeUnderTest int8("pad", attributes);
    int8.input(DataType::int8, {2, 3, 2, 2}, affine(0.1F, 3)).output(DataType::int8, affine(0.1F, 3));
    expect_reference_outputs(int8, Core::portable, "pad_bytes");
    for (const DataType type : {DataType::int16, DataType::int32, DataType::int64}) {
        NodeUnderTest integers("pad", attributes);
        expect_reference_outputs(integers.input(type, {2, 3, 2, 2}).output(type), Core::portable, "fill_elements");
    }
}

TEST(PadOfManyAxes, EqualsReference) {
    // None of the six joins another.
    NodeUnderTest node("pad", {{"padding", std::vector<std::int64_t>{1, 0, 0, 1, 2, 0, 1, 0, 0, 1, 1, 1}}});
    node.input(DataType::int16, {2, 3, 2, 2, 2, 3}).output(DataType::int16);
    expect_reference_outputs(node, Core::portable, "fill_elements");
}

TEST(PadThatRepeats, EqualsReference) {
    for (const std::string mode : {"reflect", "symmetric", "edge", "wrap"}) {
        const Attributes attributes = {{"padding", std::vector<std::int64_t>{0, 0, 2, 1, 7, 4, 0, 0}}, {"mode", mode}};
        NodeUnderTest blocks("pad", attributes);
        blocks.input(DataType::float32, {2, 3, 4, 5}).output(DataType::float32);
        expect_reference_outputs(blocks, Core::portable, "table_copy_blocks");
        for (const DataType type : {DataType::int8, DataType::int16, DataType::float32, DataType::int64}) {
            NodeUnderTest elements("pad", attributes);
            elements.input(type, {2, 3, 4, 1}).output(type);
            expect_reference_outputs(elements, Core::portable, "table_copy_" + std::to_string(size_bytes(type)));
        }
    }
}

TEST(ConcatOfAnyType, EqualsReference) {
    const ConcatCase joined = {.name = "AnyType", .axis = 1, .parts = {{3, 1}, {3, 2}}};
    for (const DataType type : {DataType::boolean, DataType::int16, DataType::int64}) {
        expect_reference_outputs(concat_of(joined, type, {}), Core::portable, "concat_part");
    }
}

TEST_P(Mean, EqualsReference) {
    const MeanCase& mean = GetParam();
    const Attributes attributes = {{"axes", mean.axes}, {"keep_dims", mean.keep_dims}};
    NodeUnderTest int8("mean", attributes);
    int8.input(DataType::int8, mean.shape, affine(0.05F, -9)).output(DataType::int8, mean.output);
    expect_reference_outputs(int8, Core::portable, "mean_s8");
    NodeUnderTest float32("mean", attributes);
    float32.input(DataType::float32, mean.shape).output(DataType::float32);
    expect_reference_outputs(float32, Core::portable, "mean_f32");
}

TEST_P(Concat, EqualsReference) {
    expect_reference_outputs(concat_of(GetParam(), DataType::int8, affine(0.1F, 3)), Core::portable, "concat_part");
    expect_reference_outputs(concat_of(GetParam(), DataType::float32, {}), Core::portable, "concat_part");
}

TEST(Reshape, OfAnInputToAnOutputCopies) {
    NodeUnderTest node("reshape", {{"shape", std::vector<std::int64_t>{6, 2}}});
    node.input(DataType::float32, {3, 4}).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "copy_bytes");
}

INSTANTIATE_TEST_SUITE_P(
    Device, Pad,
    ::testing::Values(
        PadCase{.name = "RowsAndColumns"}, PadCase{.name = "Nothing", .padding = {0, 0, 0, 0, 0, 0, 0, 0}},
        PadCase{.name = "EveryAxis", .padding = {1, 2, 2, 1, 1, 3, 2, 4}},
        PadCase{.name = "Channels", .padding = {0, 0, 0, 0, 0, 0, 1, 3}},
        PadCase{.name = "Batch", .padding = {1, 1, 0, 0, 0, 0, 0, 0}},
        PadCase{.name = "RankTwo", .shape = {3, 4}, .padding = {1, 0, 0, 2}},
        PadCase{.name = "RankOne", .shape = {5}, .padding = {2, 3}}
    ),
    case_only
);
INSTANTIATE_TEST_SUITE_P(
    Device, Mean,
    ::testing::Values(
        MeanCase{.name = "Image"}, MeanCase{.name = "KeepDims", .keep_dims = 1},
        MeanCase{.name = "Channels", .axes = {3}}, MeanCase{.name = "Everything", .axes = {0, 1, 2, 3}},
        MeanCase{.name = "FirstAndLast", .axes = {0, 3}}, MeanCase{.name = "Batch", .axes = {0}},
        MeanCase{.name = "RankTwo", .shape = {7, 9}, .axes = {1}},
        MeanCase{.name = "RankThree", .shape = {2, 31, 6}, .axes = {1}},
        MeanCase{.name = "LargeImage", .shape = {1, 25, 20, 3}},
        MeanCase{.name = "FinerOutput", .output = affine(0.0004F, 7)},
        MeanCase{.name = "CoarserOutput", .output = affine(30.0F, -128)}
    ),
    case_only
);
INSTANTIATE_TEST_SUITE_P(
    Device, Concat,
    ::testing::Values(
        ConcatCase{.name = "Channels"},
        ConcatCase{.name = "Rows", .axis = 1, .parts = {{1, 2, 3, 4}, {1, 5, 3, 4}, {1, 1, 3, 4}}},
        ConcatCase{.name = "Outermost", .axis = 0, .parts = {{2, 3}, {1, 3}}},
        ConcatCase{.name = "OneInput", .axis = 1, .parts = {{2, 3}}},
        ConcatCase{.name = "ManyInputs", .axis = 1, .parts = {{3, 1}, {3, 2}, {3, 3}, {3, 4}, {3, 5}}}
    ),
    case_only
);

} // namespace thimble

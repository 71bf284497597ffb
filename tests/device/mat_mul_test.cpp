// SPDX-License-Identifier: Apache-2.0
// mat_mul: kernels against the reference over shapes, transpositions and types.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

struct MatMulCase {
    std::string name;
    Shape a;
    Shape b;
    std::int64_t transpose_a = 0;
    std::int64_t transpose_b = 0;
};

std::vector<MatMulCase> mat_mul_cases() {
    return {
        {"Plain", {3, 4}, {4, 5}},
        {"OneElement", {1, 1}, {1, 1}},
        {"TransposedA", {4, 3}, {4, 5}, 1, 0},
        {"TransposedB", {3, 4}, {5, 4}, 0, 1},
        {"TransposedBoth", {4, 3}, {5, 4}, 1, 1},
        {"Batch", {2, 3, 4}, {2, 4, 5}},
        {"BatchTransposed", {2, 4, 3}, {2, 5, 4}, 1, 1},
        {"BroadcastA", {3, 4}, {6, 4, 2}},
        {"BroadcastB", {6, 3, 4}, {4, 2}},
        {"BroadcastBoth", {2, 1, 3, 4}, {1, 5, 4, 2}},
        {"SixAxes", {2, 1, 3, 1, 2, 4}, {1, 2, 1, 3, 4, 3}},
        {"SevenAxesThatJoin", {2, 2, 2, 2, 2, 2, 3}, {2, 2, 2, 2, 2, 3, 2}},
        {"Deep", {2, 257}, {257, 2}},
    };
}

class MatMul : public ::testing::TestWithParam<MatMulCase> {
protected:
    static NodeUnderTest node() {
        return {"mat_mul", {{"transpose_a", GetParam().transpose_a}, {"transpose_b", GetParam().transpose_b}}};
    }
};

} // namespace

TEST_P(MatMul, Float32IsCloseToReference) {
    NodeUnderTest tested = node();
    tested.input(DataType::float32, GetParam().a).input(DataType::float32, GetParam().b).output(DataType::float32);
    expect_reference_outputs(tested, Core::portable, "mat_mul_f32");
}

TEST_P(MatMul, Int8EqualsReference) {
    NodeUnderTest tested = node();
    tested.input(DataType::int8, GetParam().a, affine(0.02F, -3)).input(DataType::int8, GetParam().b, affine(0.01F, 7));
    tested.output(DataType::int8, affine(0.05F, 11));
    expect_reference_outputs(tested, Core::portable, "mat_mul_s8");
}

TEST_P(MatMul, IntegersEqualReference) {
    for (const DataType type : {DataType::int8, DataType::uint8, DataType::int16, DataType::int32, DataType::int64}) {
        NodeUnderTest tested = node();
        tested.input(type, GetParam().a).input(type, GetParam().b).input(type, {1}).input(type, {1});
        tested.output(type == DataType::int64 ? DataType::int64 : DataType::int32);
        expect_reference_outputs(tested, Core::portable, "mat_mul_integers<" + std::string(name(type)) + "_t>");
    }
}

TEST(MatMulOfIntegers, TakesAZeroPointForEachRowAndColumn) {
    NodeUnderTest tested("mat_mul", {});
    tested.input(DataType::uint8, {2, 3, 4}).input(DataType::uint8, {2, 4, 5});
    tested.input(DataType::uint8, {3}).constant(DataType::uint8, {5}).output(DataType::int32);
    expect_reference_outputs(tested, Core::portable, "mat_mul_integers<uint8_t>");
}

TEST(MatMulOfIntegers, NeedsNoZeroPoints) {
    NodeUnderTest tested("mat_mul", {});
    tested.input(DataType::int8, {3, 4}).constant(DataType::int8, {4, 5}).output(DataType::int32);
    expect_reference_outputs(tested, Core::portable, "mat_mul_integers<int8_t>");
}

INSTANTIATE_TEST_SUITE_P(Device, MatMul, ::testing::ValuesIn(mat_mul_cases()), case_only);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The families pair_math, comparison and bits, and prelu: kernels over two inputs, one of which may be repeated.
#include "tests/device/case_name.h"
#include "thimble/core/visit_data_type.h"

namespace thimble {

namespace {

struct Shapes {
    std::string name;
    Shape a;
    Shape b;
};

std::vector<Shapes> shapes() {
    return {
        {"SameShape", {3, 50}, {3, 50}},
        {"Scalar", {3, 50}, {}},
        {"ScalarFirst", {}, {70}},
        {"BothRepeated", {4, 1, 6}, {5, 1}},
        {"RankFour", {2, 3, 4, 5}, {3, 1, 5}},
        {"RankSix", {2, 1, 3, 1, 2, 1}, {1, 2, 1, 2, 1, 2}},
    };
}

const std::vector<DataType>& integer_types() {
    static const std::vector<DataType> types = {
        DataType::int8, DataType::uint8, DataType::int16, DataType::int32, DataType::int64};
    return types;
}

const std::vector<std::string>& arithmetic() {
    static const std::vector<std::string> ops = {"div",       "pow",     "fmod",    "floor_div",
                                                 "floor_mod", "minimum", "maximum", "squared_difference"};
    return ops;
}

const std::vector<std::string>& comparisons() {
    static const std::vector<std::string> ops = {"equal",         "not_equal", "greater",
                                                 "greater_equal", "less",      "less_equal"};
    return ops;
}

std::string integers(const std::string& op, DataType type) {
    return op + "_integers<" + std::string(name(type)) + "_t>";
}

/// Integers of which many are small: zeros, ones and their like occur.
Tensor small_integers(DataType type, const Shape& shape, std::int32_t seed) {
    Tensor tensor({type, shape, {}});
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    visit_data_type(type, [&]<typename Element>(Element) {
        for (Element& element : tensor.elements<Element>()) {
            element = static_cast<Element>(static_cast<std::int32_t>(random() % 13U) - 6);
        }
    });
    return tensor;
}

/// Numbers between a quarter and three.
Tensor positive_floats(const Shape& shape, std::uint32_t seed) {
    Tensor tensor({DataType::float32, shape, {}});
    std::mt19937 random(seed);
    for (float& element : tensor.elements<float>()) {
        element = 0.25F + static_cast<float>(random() % 1000U) / 364.0F;
    }
    return tensor;
}

class PairFamilies : public ::testing::TestWithParam<Shapes> {};

} // namespace

TEST_P(PairFamilies, ArithmeticOnFloatsIsCloseToReference) {
    std::vector<std::string> ops = arithmetic();
    ops.emplace_back("atan2");
    for (const std::string& op : ops) {
        NodeUnderTest node(op, {});
        node.input(positive_floats(GetParam().a, 1)).input(positive_floats(GetParam().b, 2)).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, op + "_f32");
    }
}

TEST_P(PairFamilies, ArithmeticOnIntegersEqualsReference) {
    for (const std::string& op : arithmetic()) {
        for (const DataType type : integer_types()) {
            NodeUnderTest node(op, {});
            node.input(type, GetParam().a).input(type, GetParam().b).output(type);
            expect_reference_outputs(node, Core::portable, integers(op, type));
            NodeUnderTest small(op, {});
            small.input(small_integers(type, GetParam().a, 1))
                .input(small_integers(type, GetParam().b, 2))
                .output(type);
            expect_reference_outputs(small, Core::portable, integers(op, type));
        }
    }
}

TEST_P(PairFamilies, SumsOfIntegersEqualReference) {
    for (const std::string op : {"add", "sub", "mul"}) {
        for (const DataType type : integer_types()) {
            NodeUnderTest node(op, {});
            node.input(type, GetParam().a).constant(type, GetParam().b).output(type);
            expect_reference_outputs(node, Core::portable, integers(op, type));
        }
    }
}

TEST_P(PairFamilies, QuantizedArithmeticEqualsReference) {
    const Quantization input = affine(0.05F, -3);
    for (const std::string op : {"minimum", "maximum"}) {
        NodeUnderTest node(op, {});
        node.input(DataType::int8, GetParam().a, input).input(DataType::int8, GetParam().b, input);
        expect_reference_outputs(node.output(DataType::int8, input), Core::portable, integers(op, DataType::int8));
    }
    NodeUnderTest div("div", {});
    div.input(DataType::int8, GetParam().a, input).input(DataType::int8, GetParam().b, affine(0.03F, 11));
    expect_reference_outputs(div.output(DataType::int8, affine(0.04F, 5)), Core::portable, "div_s8");
    NodeUnderTest int8("squared_difference", {});
    int8.input(DataType::int8, GetParam().a, input).input(DataType::int8, GetParam().b, affine(0.03F, 11));
    expect_reference_outputs(
        int8.output(DataType::int8, affine(0.4F, -99)), Core::portable, "squared_difference_codes<int8_t>"
    );
    NodeUnderTest int16("squared_difference", {});
    int16.input(DataType::int16, GetParam().a, affine(1e-4F, 0)).input(DataType::int16, GetParam().b, affine(2e-4F, 0));
    expect_reference_outputs(
        int16.output(DataType::int16, affine(1e-3F, 0)), Core::portable, "squared_difference_codes<int16_t>"
    );
}

TEST_P(PairFamilies, ComparisonsEqualReference) {
    for (const std::string& op : comparisons()) {
        NodeUnderTest floats(op, {});
        floats.input(positive_floats(GetParam().a, 1)).input(positive_floats(GetParam().b, 1));
        expect_reference_outputs(floats.output(DataType::boolean), Core::portable, op + "_f32");
        for (const DataType type : integer_types()) {
            NodeUnderTest node(op, {});
            node.input(small_integers(type, GetParam().a, 1)).input(small_integers(type, GetParam().b, 2));
            expect_reference_outputs(node.output(DataType::boolean), Core::portable, integers(op, type));
        }
        NodeUnderTest int8(op, {});
        int8.input(DataType::int8, GetParam().a, affine(0.05F, -3))
            .input(DataType::int8, GetParam().b, affine(0.03F, 11));
        expect_reference_outputs(int8.output(DataType::boolean), Core::portable, op + "_codes<int8_t>");
        NodeUnderTest int16(op, {});
        int16.input(DataType::int16, GetParam().a, affine(0.5F, 0))
            .input(DataType::int16, GetParam().b, affine(1.5F, 0));
        expect_reference_outputs(int16.output(DataType::boolean), Core::portable, op + "_codes<int16_t>");
    }
}

TEST_P(PairFamilies, BooleansEqualReference) {
    for (const std::string op : {"equal", "not_equal", "logical_and", "logical_or", "logical_xor"}) {
        NodeUnderTest node(op, {});
        node.input(DataType::boolean, GetParam().a).input(DataType::boolean, GetParam().b).output(DataType::boolean);
        const bool is_logical = op.rfind("logical", 0) == 0;
        expect_reference_outputs(node, Core::portable, op + (is_logical ? "_u8" : "_integers<uint8_t>"));
    }
    NodeUnderTest node("logical_not", {});
    node.input(DataType::boolean, GetParam().a).output(DataType::boolean);
    expect_reference_outputs(node, Core::portable, "logical_not_u8");
}

TEST_P(PairFamilies, BitsEqualReference) {
    for (const DataType type : integer_types()) {
        for (const std::string op : {"bitwise_and", "bitwise_or", "bitwise_xor", "shift_left", "shift_right"}) {
            NodeUnderTest node(op, {});
            const std::int32_t seed = 3;
            node.input(type, GetParam().a).input(small_integers(type, GetParam().b, seed)).output(type);
            expect_reference_outputs(node, Core::portable, integers(op, type));
        }
        NodeUnderTest node("bitwise_not", {});
        node.input(type, GetParam().a).output(type);
        expect_reference_outputs(node, Core::portable, integers("bitwise_not", type));
    }
}

TEST_P(PairFamilies, WhereEqualsReference) {
    std::vector<DataType> types = integer_types();
    types.insert(types.end(), {DataType::float32, DataType::boolean});
    for (const DataType type : types) {
        NodeUnderTest node("where", {});
        node.input(DataType::boolean, GetParam().b).input(type, GetParam().a).constant(type, {}).output(type);
        expect_reference_outputs(node, Core::portable, "where_bytes");
        NodeUnderTest all("where", {});
        all.input(DataType::boolean, GetParam().a).input(type, GetParam().b).input(type, GetParam().a).output(type);
        expect_reference_outputs(all, Core::portable, "where_bytes");
    }
}

INSTANTIATE_TEST_SUITE_P(Device, PairFamilies, ::testing::ValuesIn(shapes()), case_only);

TEST(Prelu, EqualsReference) {
    for (const Shape& slope : {Shape{2, 3, 4}, Shape{4}, Shape{3, 1}, Shape{}}) {
        NodeUnderTest floats("prelu", {});
        floats.input(DataType::float32, {2, 3, 4}).constant(DataType::float32, slope).output(DataType::float32);
        expect_reference_outputs(floats, Core::portable, "prelu_f32");
        NodeUnderTest int8("prelu", {});
        int8.input(DataType::int8, {2, 3, 4}, affine(0.05F, -3)).constant(DataType::int8, slope, affine(0.01F, 7));
        expect_reference_outputs(int8.output(DataType::int8, affine(0.03F, 5)), Core::portable, "prelu_s8");
    }
}

TEST(DivS8, EqualsReferenceForEveryPair) {
    std::vector<std::int8_t> codes(256);
    for (int index = 0; index < 256; ++index) {
        codes[static_cast<std::size_t>(index)] = static_cast<std::int8_t>(index - 128);
    }
    NodeUnderTest node("div", {{"activation", std::vector<double>{-3.0, 3.0}}});
    node.input(Tensor::of<std::int8_t>({256, 1}, codes, affine(0.05F, -3)))
        .input(Tensor::of<std::int8_t>({256}, codes, affine(0.03F, 11)))
        .output(DataType::int8, affine(0.031F, 5));
    expect_reference_outputs(node, Core::portable, "div_s8");
}

} // namespace thimble

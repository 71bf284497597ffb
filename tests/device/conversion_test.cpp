// SPDX-License-Identifier: Apache-2.0
// cast, quantize and dequantize between all data types, clip on integers, is_nan and is_inf.
#include "tests/device/case_name.h"

#include <limits>

namespace thimble {

namespace {

const std::vector<DataType>& integer_types() {
    static const std::vector<DataType> types = {
        DataType::int8, DataType::uint8, DataType::int16, DataType::int32, DataType::int64};
    return types;
}

std::string element(DataType type) {
    return std::string(name(type)) + "_t";
}

/// Floats at and beyond the ends of every integer type, and what is no number.
Tensor extreme_floats() {
    const float infinity = std::numeric_limits<float>::infinity();
    std::vector<float> values = {
        0.0F, -0.0F, 0.9F, -0.9F, infinity, -infinity, std::numeric_limits<float>::quiet_NaN()};
    for (const float bound : {127.0F, 128.0F, 255.0F, 256.0F, 32767.0F, 32768.0F, 2147483648.0F, 9.2233720368e18F}) {
        for (const float sign : {1.0F, -1.0F}) {
            values.insert(values.end(), {sign * bound, sign * (bound + 0.5F), sign * (bound - 0.5F)});
        }
    }
    return Tensor::of<float>({static_cast<std::int64_t>(values.size())}, values);
}

Quantization scale_of(DataType type) {
    return type == DataType::uint8 ? affine(0.05F, 128) : affine(0.05F, type == DataType::int8 ? -3 : 0);
}

Quantization scales_along(std::size_t axis, const Shape& shape) {
    Quantization result;
    result.axis = axis;
    for (std::int64_t index = 0; index < shape[axis]; ++index) {
        result.scales.push_back(0.01F * static_cast<float>(index + 1));
        result.zero_points.push_back(static_cast<std::int32_t>(index));
    }
    return result;
}

} // namespace

TEST(Cast, OfFloatsEqualsReference) {
    for (const DataType type : integer_types()) {
        NodeUnderTest node("cast", {{"to", std::string(name(type))}});
        node.input(extreme_floats()).output(type);
        expect_reference_outputs(node, Core::portable, "cast_float32<" + element(type) + ">");
    }
    NodeUnderTest truth("cast", {{"to", std::string("bool")}});
    truth.input(extreme_floats()).output(DataType::boolean);
    expect_reference_outputs(truth, Core::portable, "cast_float32_to_bool");
}

TEST(Cast, OfIntegersEqualsReference) {
    std::vector<DataType> results = integer_types();
    results.insert(results.end(), {DataType::float32, DataType::boolean});
    std::vector<DataType> sources = integer_types();
    sources.push_back(DataType::boolean);
    for (const DataType from : sources) {
        for (const DataType to : results) {
            if (from == to) {
                continue;
            }
            NodeUnderTest node("cast", {{"to", std::string(name(to))}});
            node.input(from, {300}).output(to);
            const std::string source = element(from == DataType::boolean ? DataType::uint8 : from);
            expect_reference_outputs(node, Core::portable, "cast_to_" + std::string(name(to)) + "<" + source + ">");
        }
    }
}

TEST(Cast, ToTheSameTypeIsACopy) {
    NodeUnderTest node("cast", {{"to", std::string("bool")}});
    node.input(DataType::boolean, {9}).output(DataType::boolean);
    expect_reference_outputs(node, Core::portable, "copy_bytes");
}

TEST(Quantize, ToEveryTypeEqualsReference) {
    for (const DataType type : integer_types()) {
        for (const std::string rounding : {"away", "even"}) {
            NodeUnderTest node("quantize", {{"to", std::string(name(type))}, {"rounding", rounding}});
            node.input(extreme_floats()).output(type, scale_of(type));
            if (type != DataType::int8 || rounding == "even") {
                expect_reference_outputs(node, Core::portable, "quantize_f32<" + element(type) + ">");
            }
        }
    }
}

TEST(Quantize, ThroughFloatsIsATable) {
    NodeUnderTest node("quantize", {{"rounding", std::string("even")}});
    node.input(DataType::int8, {5, 7}, Quantization{{0.3F}, {4}, 0})
        .output(DataType::int8, Quantization{{0.7F}, {-9}, 0});
    expect_reference_outputs(node, Core::portable, "look_up_s8");
}

TEST(Quantize, AlongEveryAxisEqualsReference) {
    const Shape shape = {2, 3, 4};
    for (const DataType type : integer_types()) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            NodeUnderTest node("quantize", {{"to", std::string(name(type))}});
            node.input(DataType::float32, shape).output(type, scales_along(axis, shape));
            expect_reference_outputs(node, Core::portable, "quantize_channels<" + element(type) + ">");
            NodeUnderTest back("dequantize", {});
            back.input(type, shape, scales_along(axis, shape)).output(DataType::float32);
            expect_reference_outputs(back, Core::portable, "dequantize_channels<" + element(type) + ">");
        }
    }
}

TEST(Quantize, BetweenTypesEqualsReference) {
    const std::vector<DataType> types = {DataType::int8, DataType::uint8, DataType::int16, DataType::int32};
    for (const DataType from : types) {
        for (const DataType to : types) {
            NodeUnderTest node("quantize", {{"to", std::string(name(to))}});
            Quantization result = scale_of(to);
            result.scales = {0.031F};
            node.input(from, {300}, scale_of(from)).output(to, result);
            const bool is_int8 = from == DataType::int8 && to == DataType::int8;
            const std::string general = "requantize_to_" + std::string(name(to)) + "<" + element(from) + ">";
            expect_reference_outputs(node, Core::portable, is_int8 ? "requantize_s8" : general);
        }
    }
}

TEST(Dequantize, OfEveryTypeEqualsReference) {
    for (const DataType type : {DataType::uint8, DataType::int16, DataType::int32, DataType::int64}) {
        NodeUnderTest node("dequantize", {});
        node.input(type, {300}, scale_of(type)).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, "dequantize_f32<" + element(type) + ">");
    }
}

TEST(ClipOfIntegers, EqualsReference) {
    for (const DataType type : integer_types()) {
        for (const double bound : {50.0, 1e30}) {
            NodeUnderTest node("clip", {{"minimum", -bound}, {"maximum", bound}});
            node.input(type, {300}).output(type);
            expect_reference_outputs(node, Core::portable, "clip_integers<" + element(type) + ">");
        }
    }
}

TEST(FloatClass, EqualsReference) {
    NodeUnderTest nan("is_nan", {});
    nan.input(extreme_floats()).output(DataType::boolean);
    expect_reference_outputs(nan, Core::portable, "is_nan_f32");
    for (const std::string attribute : {"detect_negative", "detect_positive"}) {
        NodeUnderTest node("is_inf", {{attribute, std::int64_t{0}}});
        node.input(extreme_floats()).output(DataType::boolean);
        expect_reference_outputs(node, Core::portable, "is_inf_f32");
    }
}

} // namespace thimble

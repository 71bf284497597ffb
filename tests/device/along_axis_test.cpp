// SPDX-License-Identifier: Apache-2.0
// top_k, arg_max, arg_min, cum_sum, trilu: kernels that go along one axis, on every type of number.
#include "tests/device/case_name.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr DataType number_types[] = {DataType::float32, DataType::int8,  DataType::uint8,
                                     DataType::int16,   DataType::int32, DataType::int64};

std::string typed(const std::string& family, DataType type) {
    return type == DataType::float32 ? family + "_f32" : fmt::format("{}_integers<{}_t>", family, name(type));
}

/// Few different values, so that many are equal.
Tensor repeated_values(DataType type, const Shape& shape) {
    Tensor tensor({type, shape, {}});
    for (std::int64_t place = 0; place < shape.element_count(); ++place) {
        const auto at = static_cast<std::size_t>(place);
        if (type == DataType::float32) {
            tensor.elements<float>()[at] = static_cast<float>(place * 5 % 7) - 3.0F;
        } else {
            tensor.bytes[at * size_bytes(type)] = static_cast<std::byte>(place * 5 % 7);
        }
    }
    return tensor;
}

} // namespace

TEST(TopK, EqualsReference) {
    for (const std::int64_t largest : {0, 1}) {
        for (const std::int64_t k : {1, 4, 9}) {
            for (const DataType type : number_types) {
                const Attributes attributes = {{"axis", std::int64_t{1}}, {"k", k}, {"largest", largest}};
                NodeUnderTest random("top_k", attributes);
                expect_reference_outputs(
                    random.input(type, {2, 9, 3}).output(type), Core::portable, typed("top_k", type)
                );
                NodeUnderTest equal("top_k", attributes);
                equal.input(repeated_values(type, {2, 9, 3})).output(type);
                expect_reference_outputs(equal, Core::portable, typed("top_k", type));
            }
        }
    }
}

TEST(TopK, WritesIndicesOfFourBytes) {
    NodeUnderTest node("top_k", {{"k", std::int64_t{3}}, {"index_type", std::string("int32")}});
    expect_reference_outputs(node.input(DataType::float32, {9}).output(DataType::float32), Core::portable, "top_k_f32");
}

TEST(ArgExtreme, EqualsReference) {
    for (const std::string op : {"arg_max", "arg_min"}) {
        for (const std::int64_t select_last : {0, 1}) {
            for (const DataType type : number_types) {
                const Attributes attributes = {{"axis", std::int64_t{1}}, {"select_last", select_last}};
                NodeUnderTest node(op, attributes);
                node.input(repeated_values(type, {2, 9, 3})).output(DataType::int64);
                expect_reference_outputs(node, Core::portable, typed("arg_extreme", type));
            }
        }
    }
}

TEST(CumSum, EqualsReference) {
    for (const std::int64_t exclusive : {0, 1}) {
        for (const std::int64_t reverse : {0, 1}) {
            const Attributes attributes = {{"axis", std::int64_t{1}}, {"exclusive", exclusive}, {"reverse", reverse}};
            for (const DataType type : number_types) {
                NodeUnderTest node("cum_sum", attributes);
                expect_reference_outputs(
                    node.input(type, {2, 9, 3}).output(type), Core::portable, typed("cum_sum", type)
                );
            }
            NodeUnderTest int8("cum_sum", attributes);
            int8.input(DataType::int8, {2, 90, 3}, affine(0.1F, 3)).output(DataType::int8, affine(0.7F, -5));
            expect_reference_outputs(int8, Core::portable, "cum_sum_s8");
        }
    }
}

TEST(Trilu, EqualsReference) {
    for (const std::int64_t upper : {0, 1}) {
        for (const std::int64_t diagonal : {-9, -1, 0, 2, 9}) {
            for (const DataType type : {DataType::boolean, DataType::float32, DataType::int64}) {
                NodeUnderTest node("trilu", {{"upper", upper}, {"diagonal", diagonal}});
                expect_reference_outputs(node.input(type, {2, 3, 5}).output(type), Core::portable, "trilu");
            }
        }
    }
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// gather, scatter, dynamic_update_slice, one_hot, reverse_sequence: kernels that read indices, of which most here lie
// far outside.
#include "tests/device/case_name.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr DataType index_types[] = {DataType::int32, DataType::int64};
constexpr DataType element_types[] = {
    DataType::int8, DataType::boolean, DataType::int16, DataType::float32, DataType::int64};

struct LookUpCase {
    std::string name;
    std::string op;
    std::string kernel;
    Attributes attributes;
    Shape data;
    Shape indices;
    Shape updates = {}; ///< of scatter operators
};

std::vector<LookUpCase> gather_cases() {
    const std::int64_t one = 1;
    const std::int64_t two = 2;
    return {
        {"Rows", "gather", "gather_blocks", {}, {4, 3}, {5}},
        {"Columns", "gather", "gather_blocks", {{"axis", one}}, {2, 4, 3}, {2, 2}},
        {"SingleIndex", "gather", "gather_blocks", {{"axis", one}}, {2, 4}, {}},
        {"Batch", "gather", "gather_blocks", {{"axis", two}, {"batch_dims", one}}, {2, 3, 4, 2}, {2, 5}},
        {"Elements", "gather_elements", "gather_elements", {{"axis", one}}, {3, 4, 2}, {2, 5, 2}},
        {"ElementsOfSixAxes",
         "gather_elements",
         "gather_elements",
         {{"axis", two}},
         {2, 2, 3, 2, 3, 2},
         {1, 2, 4, 1, 3, 1}},
        {"Paths", "gather_nd", "gather_tuples", {}, {3, 4, 2}, {5, 2}},
        {"FullPaths", "gather_nd", "gather_tuples", {}, {3, 4, 2}, {2, 2, 3}},
        {"BatchedPaths", "gather_nd", "gather_tuples", {{"batch_dims", one}}, {2, 4, 3}, {2, 3, 1}},
    };
}

std::vector<LookUpCase> scatter_cases() {
    const std::int64_t one = 1;
    return {
        {"Row", "scatter_elements", "scatter_elements", {}, {6}, {4}, {4}},
        {"Axis", "scatter_elements", "scatter_elements", {{"axis", one}}, {3, 4, 2}, {2, 5, 2}, {2, 5, 2}},
        {"Slices", "scatter_nd", "scatter_tuples", {}, {4, 3}, {5, 1}, {5, 3}},
        {"Paths", "scatter_nd", "scatter_tuples", {}, {3, 4}, {2, 3, 2}, {2, 3}},
    };
}

class Gather : public ::testing::TestWithParam<LookUpCase> {};

class Scatter : public ::testing::TestWithParam<LookUpCase> {};

/// Indices around the axis: most within, some from the end, some outside.
Tensor near_indices(DataType type, const Shape& shape) {
    Tensor tensor({type, shape, {}});
    for (std::int64_t place = 0; place < shape.element_count(); ++place) {
        const std::int64_t index = place * 7 % 11 - 5;
        if (type == DataType::int32) {
            tensor.elements<std::int32_t>()[static_cast<std::size_t>(place)] = static_cast<std::int32_t>(index);
        } else {
            tensor.elements<std::int64_t>()[static_cast<std::size_t>(place)] = index;
        }
    }
    return tensor;
}

} // namespace

TEST_P(Gather, EqualsReference) {
    const LookUpCase& param = GetParam();
    for (const DataType index_type : index_types) {
        for (const DataType type : element_types) {
            NodeUnderTest near(param.op, param.attributes);
            near.input(type, param.data).input(near_indices(index_type, param.indices)).output(type);
            expect_reference_outputs(near, Core::portable, param.kernel);
            NodeUnderTest far(param.op, param.attributes);
            far.input(type, param.data).input(index_type, param.indices).output(type);
            expect_reference_outputs(far, Core::portable, param.kernel);
        }
    }
}

TEST_P(Scatter, EqualsReference) {
    const LookUpCase& param = GetParam();
    for (const std::string reduction : {"none", "add", "mul", "min", "max"}) {
        for (const DataType type : {DataType::float32, DataType::int8, DataType::int32, DataType::int64}) {
            Attributes attributes = param.attributes;
            attributes.set("reduction", reduction);
            NodeUnderTest node(param.op, attributes);
            node.input(type, param.data).input(near_indices(DataType::int64, param.indices));
            node.input(type, param.updates).output(type);
            expect_reference_outputs(node, Core::portable, "copy_bytes");
        }
    }
}

TEST(ScatterOfBooleans, EqualsReference) {
    NodeUnderTest node("scatter_elements", {});
    node.input(DataType::boolean, {6}).input(near_indices(DataType::int32, {4}));
    node.input(DataType::boolean, {4}).output(DataType::boolean);
    expect_reference_outputs(node, Core::portable, "copy_bytes");
}

TEST(OneHot, EqualsReference) {
    for (const std::int64_t counts_from_end : {0, 1}) {
        for (const std::int64_t axis : {0, 1, 2}) {
            for (const DataType type : element_types) {
                NodeUnderTest node(
                    "one_hot", {{"axis", axis}, {"depth", std::int64_t{4}}, {"counts_from_end", counts_from_end}}
                );
                node.input(near_indices(DataType::int64, {3, 5})).input(type, {2}).output(type);
                expect_reference_outputs(node, Core::portable, "one_hot");
            }
        }
    }
}

TEST(DynamicUpdateSlice, EqualsReference) {
    for (const DataType index_type : index_types) {
        NodeUnderTest whole("dynamic_update_slice", {});
        whole.input(DataType::float32, {7}).input(DataType::float32, {3}).input(near_indices(index_type, {1}));
        whole.output(DataType::float32);
        expect_reference_outputs(whole, Core::portable, "copy_bytes");
        NodeUnderTest node("dynamic_update_slice", {});
        node.input(DataType::int8, {4, 6, 3, 2}).input(DataType::int8, {2, 3, 3, 1});
        node.input(near_indices(index_type, {4})).output(DataType::int8);
        expect_reference_outputs(node, Core::portable, "copy_bytes");
    }
}

TEST(ReverseSequence, EqualsReference) {
    for (const std::int64_t time_axis : {0, 1}) {
        for (const DataType index_type : index_types) {
            NodeUnderTest node("reverse_sequence", {{"time_axis", time_axis}});
            node.input(DataType::int16, {6, 6, 3}).input(near_indices(index_type, {6})).output(DataType::int16);
            expect_reference_outputs(node, Core::portable, "reverse_sequence");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Device, Gather, ::testing::ValuesIn(gather_cases()), case_only);
INSTANTIATE_TEST_SUITE_P(Device, Scatter, ::testing::ValuesIn(scatter_cases()), case_only);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// transpose, slice, expand and tile over elements of every size.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

struct StridedCopyCase {
    std::string name;
    std::string op;
    Attributes attributes;
    Shape shape = {2, 3, 4, 5};
    bool moves_blocks = false; ///< else single elements
};

Attributes slice(const Integers& starts, const Integers& extents, const Integers& steps) {
    return {{"starts", starts}, {"extents", extents}, {"steps", steps}};
}

std::vector<StridedCopyCase> cases() {
    return {
        {"ChannelsLast", "transpose", {{"axes", Integers{0, 2, 3, 1}}}},
        {"ChannelsFirst", "transpose", {{"axes", Integers{0, 3, 1, 2}}}},
        {"Reversed", "transpose", {{"axes", Integers{3, 2, 1, 0}}}},
        {"Same", "transpose", {{"axes", Integers{0, 1, 2, 3}}}, {2, 3, 4, 5}, true},
        {"Rows", "transpose", {{"axes", Integers{0, 2, 1, 3}}}, {2, 3, 4, 5}, true},
        {"RankThree", "transpose", {{"axes", Integers{1, 2, 0}}}, {2, 3, 4}},
        {"Matrix", "transpose", {{"axes", Integers{1, 0}}}, {7, 9}},
        {"RankSeven", "transpose", {{"axes", Integers{6, 4, 2, 0, 5, 3, 1}}}, {2, 3, 2, 3, 2, 1, 2}},
        {"Outermost", "slice", slice({1, 0}, {2, 5}, {1, 1}), {4, 5}, true},
        {"Innermost", "slice", slice({0, 1}, {4, 3}, {1, 1}), {4, 5}, true},
        {"Steps", "slice", slice({1, 0}, {2, 3}, {2, 2}), {4, 5}},
        {"Backwards", "slice", slice({3, 4}, {4, 5}, {-1, -1}), {4, 5}},
        {"RowsBackwards", "slice", slice({3, 0}, {2, 5}, {-2, 1}), {4, 5}, true},
        {"Broadcast", "expand", {{"shape", Integers{3, 2, 4, 5}}}, {2, 1, 5}, true},
        {"BroadcastElements", "expand", {{"shape", Integers{2, 3, 4}}}, {2, 3, 1}},
        {"Tiles", "tile", {{"repeats", Integers{2, 3, 1, 2}}}, {2, 3, 4, 5}, true},
        {"TilesOfElements", "tile", {{"repeats", Integers{2, 1, 3}}}, {2, 3, 1}},
        {"Scalar", "expand", {{"shape", Integers{2, 3}}}, {}},
    };
}

class StridedCopy : public ::testing::TestWithParam<StridedCopyCase> {};

} // namespace

TEST_P(StridedCopy, EqualsReference) {
    const StridedCopyCase& param = GetParam();
    for (const DataType type :
         {DataType::int8, DataType::boolean, DataType::int16, DataType::float32, DataType::int64}) {
        NodeUnderTest node(param.op, param.attributes);
        node.input(type, param.shape).output(type);
        const std::string kernel = param.moves_blocks ? "blocks" : std::to_string(size_bytes(type));
        expect_reference_outputs(node, Core::portable, "strided_copy_" + kernel);
    }
}

INSTANTIATE_TEST_SUITE_P(Device, StridedCopy, ::testing::ValuesIn(cases()), case_only);

} // namespace thimble

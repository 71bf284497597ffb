// SPDX-License-Identifier: Apache-2.0
// SHAPE, STRIDED_SLICE and PACK before a RESHAPE, as Keras writes a flatten of an open batch.
#include "tests/import/tflite/crafted_model.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;
using Type = tflite::TensorType;

/// x [1, 4, 6] -> RESHAPE to [first extent of x, -1]; the shape is computed from x's.
CraftedModel flatten_model() {
    CraftedModel model;
    const std::int32_t x = model.add_tensor("x", {1, 4, 6});
    const std::int32_t shape = model.add_tensor("shape", {3}, Type::INT32);
    const std::int32_t zero = model.add_integers("zero", {1}, {0});
    const std::int32_t one = model.add_integers("one", {1}, {1});
    const std::int32_t batch = model.add_tensor("batch", {}, Type::INT32);
    const std::int32_t rest = model.add_integers("rest", {}, {-1});
    const std::int32_t packed = model.add_tensor("packed", {2}, Type::INT32);
    const std::int32_t y = model.add_tensor("y", {1, 24});
    model.add_operator(BuiltinOperator::SHAPE, {x}, {shape});
    tflite::StridedSliceOptionsT slice;
    slice.shrink_axis_mask = 1;
    model.add_operator(BuiltinOperator::STRIDED_SLICE, {shape, zero, one, one}, {batch}, slice);
    model.add_operator(BuiltinOperator::PACK, {batch, rest}, {packed});
    model.add_operator(BuiltinOperator::RESHAPE, {x, packed}, {y});
    model.set_interface({x}, {y});
    return model;
}

} // namespace

TEST(ImportShapeArithmetic, FoldsTheShapeOfAFlatten) {
    const Graph graph = flatten_model().import();
    ASSERT_EQ(graph.nodes.size(), 1U);
    EXPECT_EQ(graph.nodes[0].op, "reshape");
    EXPECT_EQ(graph.nodes[0].attributes.get<std::vector<std::int64_t>>("shape"), (std::vector<std::int64_t>{1, 24}));
}

TEST(ImportShapeArithmetic, MakesAConstantOfAShapeUsedAsData) {
    CraftedModel model = flatten_model();
    model.set_interface({0}, {7, 1});
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.outputs[1]).constant->elements<std::int32_t>()[2], 6);
}

TEST(ImportShapeArithmetic, RefusesAShapeThatDependsOnData) {
    CraftedModel model = flatten_model();
    model.tensor(0).type = Type::INT32;
    model.tensor(0).shape = {4};
    model.op(1).inputs[0] = 0;
    EXPECT_EQ(model.import_error().code(), "E0304");
}

TEST(ImportShapeArithmetic, RejectsASliceBeyondTheEnd) {
    CraftedModel model = flatten_model();
    model.op(1).inputs[1] = model.add_integers("beyond", {1}, {9});
    EXPECT_EQ(model.import_error().code(), "E0303");
}

} // namespace thimble

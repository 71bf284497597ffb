// SPDX-License-Identifier: Apache-2.0
// Operators that move elements: what the imported graph makes of 0, 1, 2, ... in the order of TensorFlow.
#include "tests/import/tflite/crafted_model.h"
#include "thimble/interpret/interpreter.h"

#include <cstring>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using tflite::BuiltinOperator;
using Type = tflite::TensorType;
using Extents = std::vector<std::int32_t>;
using Floats = std::vector<float>;

/// A model of one operator on x, with lists of integers as further inputs.
struct MoveModel {
    CraftedModel model;

    MoveModel(BuiltinOperator code, Extents x, const std::vector<Extents>& outputs, const std::vector<Extents>& lists) {
        model.add_tensor("x", std::move(x));
        std::vector<std::int32_t> inputs = {0};
        std::vector<std::int32_t> written;
        for (const Extents& output : outputs) {
            written.push_back(model.add_tensor("y", output));
        }
        for (const Extents& list : lists) {
            inputs.push_back(model.add_integers("list", {static_cast<std::int32_t>(list.size())}, list));
        }
        model.add_operator(code, inputs, written);
        model.set_interface({0}, written);
    }

    template <typename Options> MoveModel& with(Options options) {
        model.op().builtin_options.Set(std::move(options));
        return *this;
    }

    /// The outputs for x = 0, 1, 2, ..., one after the other.
    Floats run() {
        const Graph graph = model.import();
        Floats values(static_cast<std::size_t>(graph.value(graph.inputs[0]).type.shape.element_count()));
        std::iota(values.begin(), values.end(), 0.0F);
        Floats results;
        for (const Tensor& output : interpret(graph, {Tensor::of(graph.value(graph.inputs[0]).type.shape, values)})) {
            results.insert(results.end(), output.elements<float>().begin(), output.elements<float>().end());
        }
        return results;
    }
};

MoveModel strided_slice(Extents x, Extents y, const Extents& begin, const Extents& end, const Extents& strides) {
    return {BuiltinOperator::STRIDED_SLICE, std::move(x), {std::move(y)}, {begin, end, strides}};
}

} // namespace

TEST(ImportSlice, TakesTheRestForMinusOne) {
    EXPECT_EQ(MoveModel(BuiltinOperator::SLICE, {2, 4}, {{1, 3}}, {{1, 1}, {1, -1}}).run(), (Floats{5, 6, 7}));
}

TEST(ImportStridedSlice, CountsFromTheEnd) {
    EXPECT_EQ(strided_slice({6}, {2}, {-4}, {-1}, {2}).run(), (Floats{2, 4}));
    EXPECT_EQ(strided_slice({6}, {3}, {-1}, {-7}, {-2}).run(), (Floats{5, 3, 1}));
}

TEST(ImportStridedSlice, LeavesBoundsOpen) {
    tflite::StridedSliceOptionsT options;
    options.begin_mask = 1;
    options.end_mask = 2;
    EXPECT_EQ(strided_slice({3, 4}, {2, 2}, {9, 2}, {2, 0}, {1, 1}).with(options).run(), (Floats{2, 3, 6, 7}));
    options.begin_mask = options.end_mask = 1;
    EXPECT_EQ(strided_slice({3}, {3}, {9}, {9}, {-1}).with(options).run(), (Floats{2, 1, 0}));
}

TEST(ImportStridedSlice, DropsAndAddsAxes) {
    tflite::StridedSliceOptionsT options;
    options.shrink_axis_mask = 1;
    EXPECT_EQ(strided_slice({3, 2}, {2}, {-1, 0}, {0, 2}, {1, 1}).with(options).run(), (Floats{4, 5}));
    options = {};
    options.new_axis_mask = 1;
    EXPECT_EQ(strided_slice({3}, {1, 2}, {0, 1}, {0, 3}, {1, 1}).with(options).run(), (Floats{1, 2}));
}

TEST(ImportStridedSlice, TakesAxesInBetweenWhole) {
    tflite::StridedSliceOptionsT options;
    options.ellipsis_mask = 1;
    EXPECT_EQ(strided_slice({2, 2, 2}, {2, 2, 1}, {0, 1}, {0, 2}, {1, 1}).with(options).run(), (Floats{1, 3, 5, 7}));
}

TEST(ImportStridedSlice, CountsTheEndFromTheBeginning) {
    tflite::StridedSliceOptionsT options;
    options.offset = true;
    EXPECT_EQ(strided_slice({6}, {2}, {-2}, {2}, {1}).with(options).run(), (Floats{4, 5}));
}

TEST(ImportStridedSlice, RejectsWhatIsEmpty) {
    EXPECT_EQ(strided_slice({6}, {1}, {4}, {2}, {1}).model.import_error().code(), "E0303");
    EXPECT_EQ(strided_slice({6}, {1}, {4}, {6}, {0}).model.import_error().code(), "E0303");
    EXPECT_EQ(strided_slice({6}, {1}, {0, 0}, {1, 1}, {1, 1}).model.import_error().code(), "E0303");
}

TEST(ImportSplit, WritesEveryPiece) {
    CraftedModel model;
    const std::int32_t axis = model.add_integers("axis", {}, {-1});
    const std::int32_t x = model.add_tensor("x", {2, 4});
    const std::int32_t y = model.add_tensor("y", {2, 2});
    const std::int32_t z = model.add_tensor("z", {2, 2});
    model.add_operator(BuiltinOperator::SPLIT, {axis, x}, {y, z});
    model.set_interface({x}, {z, y});
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.outputs[0]).name, "z");
    const Tensor input = Tensor::of<float>({2, 4}, {0, 1, 2, 3, 4, 5, 6, 7});
    EXPECT_EQ(interpret(graph, {input})[0], Tensor::of<float>({2, 2}, {2, 3, 6, 7}));
}

TEST(ImportSplit, TakesSizes) {
    EXPECT_EQ(
        MoveModel(BuiltinOperator::SPLIT_V, {4, 1}, {{1, 1}, {3, 1}}, {{1, -1}, {0}}).run(), (Floats{0, 1, 2, 3})
    );
    MoveModel beyond(BuiltinOperator::SPLIT_V, {4, 1}, {{1, 1}, {3, 1}}, {{1, 4}, {0}});
    EXPECT_EQ(beyond.model.import_error().code(), "E0303");
}

TEST(ImportUnpack, DropsTheAxis) {
    tflite::UnpackOptionsT options;
    options.axis = 1;
    MoveModel model(BuiltinOperator::UNPACK, {2, 2}, {{2}, {2}}, {});
    EXPECT_EQ(model.with(options).run(), (Floats{0, 2, 1, 3}));
}

TEST(ImportPack, AddsAnAxis) {
    CraftedModel model;
    const std::int32_t x = model.add_tensor("x", {2});
    const std::int32_t y = model.add_tensor("y", {2, 2});
    tflite::PackOptionsT options;
    options.axis = -1;
    model.add_operator(BuiltinOperator::PACK, {x, x}, {y}, options);
    model.set_interface({x}, {y});
    EXPECT_EQ(interpret(model.import(), {Tensor::of<float>({2}, {3, 4})})[0], Tensor::of<float>({2, 2}, {3, 3, 4, 4}));
}

TEST(ImportMoves, RepeatsAndReverses) {
    EXPECT_EQ(MoveModel(BuiltinOperator::TILE, {1, 2}, {{2, 4}}, {{2, 2}}).run(), (Floats{0, 1, 0, 1, 0, 1, 0, 1}));
    EXPECT_EQ(MoveModel(BuiltinOperator::BROADCAST_TO, {2, 1}, {{2, 2}}, {{2, 2}}).run(), (Floats{0, 0, 1, 1}));
    EXPECT_EQ(MoveModel(BuiltinOperator::REVERSE_V2, {2, 2}, {{2, 2}}, {{-1}}).run(), (Floats{1, 0, 3, 2}));
}

TEST(ImportMoves, PadsWithMirrors) {
    MoveModel reflected(BuiltinOperator::MIRROR_PAD, {3}, {{5}}, {{1, 1}});
    EXPECT_EQ(reflected.run(), (Floats{1, 0, 1, 2, 1}));
    tflite::MirrorPadOptionsT options;
    options.mode = tflite::MirrorPadMode::SYMMETRIC;
    EXPECT_EQ(reflected.with(options).run(), (Floats{0, 0, 1, 2, 2}));
}

TEST(ImportMoves, PadsWithAnyValue) {
    MoveModel model(BuiltinOperator::PADV2, {2}, {{3}}, {{1, 0}});
    const std::int32_t value = model.model.add_float_constant("value", {});
    const float given = -2.5F;
    std::vector<std::uint8_t> bytes(sizeof given);
    std::memcpy(bytes.data(), &given, sizeof given);
    model.model.store(value, bytes);
    model.model.op().inputs.push_back(value);
    EXPECT_EQ(model.run(), (Floats{-2.5F, 0, 1}));
}

TEST(ImportMoves, RegroupsBlocks) {
    tflite::DepthToSpaceOptionsT depth;
    depth.block_size = 2;
    EXPECT_EQ(
        MoveModel(BuiltinOperator::DEPTH_TO_SPACE, {1, 1, 2, 4}, {{1, 2, 4, 1}}, {}).with(depth).run(),
        (Floats{0, 1, 4, 5, 2, 3, 6, 7})
    );
    tflite::SpaceToDepthOptionsT space;
    space.block_size = 2;
    EXPECT_EQ(
        MoveModel(BuiltinOperator::SPACE_TO_DEPTH, {1, 2, 4, 1}, {{1, 1, 2, 4}}, {}).with(space).run(),
        (Floats{0, 1, 4, 5, 2, 3, 6, 7})
    );
}

TEST(ImportMoves, RegroupsBatches) {
    // Two columns become two batches, after a column of zeros.
    EXPECT_EQ(
        MoveModel(BuiltinOperator::SPACE_TO_BATCH_ND, {1, 1, 3, 1}, {{2, 1, 2, 1}}, {{1, 2}, {0, 0, 1, 0}}).run(),
        (Floats{0, 1, 0, 2})
    );
    EXPECT_EQ(
        MoveModel(BuiltinOperator::BATCH_TO_SPACE_ND, {2, 1, 2, 1}, {{1, 1, 3, 1}}, {{1, 2}, {0, 0, 1, 0}}).run(),
        (Floats{2, 1, 3})
    );
    EXPECT_EQ(
        MoveModel(BuiltinOperator::BATCH_TO_SPACE_ND, {4, 1, 1}, {{1, 2, 2}}, {{2}, {0, 0}})
            .model.import_error()
            .code(),
        "E0428"
    );
}

TEST(ImportMoves, LooksElementsUp) {
    EXPECT_EQ(MoveModel(BuiltinOperator::GATHER, {3, 2}, {{2, 2}}, {{2, 0}}).run(), (Floats{4, 5, 0, 1}));
    tflite::GatherOptionsT options;
    options.axis = -1;
    EXPECT_EQ(MoveModel(BuiltinOperator::GATHER, {3, 2}, {{3, 1}}, {{1}}).with(options).run(), (Floats{1, 3, 5}));
    EXPECT_EQ(MoveModel(BuiltinOperator::GATHER_ND, {3, 2}, {{}}, {{2, 1}}).run(), (Floats{5}));
}

TEST(ImportMoves, ReplacesABoxAtAnIndex) {
    CraftedModel model;
    model.add_tensor("x", {2, 2});
    model.add_tensor("box", {1, 2});
    model.add_tensor("y", {2, 2});
    const std::int32_t starts = model.add_integers("starts", {2}, {1, 0});
    model.add_operator(BuiltinOperator::DYNAMIC_UPDATE_SLICE, {0, 1, starts}, {2});
    model.set_interface({0, 1}, {2});
    const Graph graph = model.import();
    const auto outputs = interpret(graph, {Tensor::of<float>({2, 2}, {1, 2, 3, 4}), Tensor::of<float>({1, 2}, {8, 9})});
    EXPECT_EQ(outputs.front(), Tensor::of<float>({2, 2}, {1, 2, 8, 9}));
}

TEST(ImportMoves, FindsIndices) {
    MoveModel model(BuiltinOperator::ARG_MAX, {2, 3}, {{2}}, {{-1}});
    model.model.tensor(1).type = Type::INT32;
    const Tensor input = Tensor::of<float>({2, 3}, {1, 3, 2, 5, 4, 3});
    EXPECT_EQ(interpret(model.model.import(), {input})[0], Tensor::of<std::int32_t>({2}, {1, 0}));
    MoveModel largest(BuiltinOperator::TOPK_V2, {3}, {{2}, {2}}, {{2}});
    largest.model.tensor(2).type = Type::INT32;
    EXPECT_EQ(
        interpret(largest.model.import(), {Tensor::of<float>({3}, {1, 3, 2})})[1], Tensor::of<std::int32_t>({2}, {1, 2})
    );
}

TEST(ImportMoves, SumsUp) {
    tflite::CumsumOptionsT options;
    options.exclusive = true;
    EXPECT_EQ(MoveModel(BuiltinOperator::CUMSUM, {4}, {{4}}, {{0}}).with(options).run(), (Floats{0, 0, 1, 3}));
}

TEST(ImportMoves, ReversesSequences) {
    tflite::ReverseSequenceOptionsT options;
    options.seq_dim = 2;
    options.batch_dim = 0;
    MoveModel model(BuiltinOperator::REVERSE_SEQUENCE, {2, 1, 3}, {{2, 1, 3}}, {{2, 3}});
    EXPECT_EQ(model.with(options).run(), (Floats{1, 0, 2, 5, 4, 3}));
}

TEST(ImportMoves, ResizesImages) {
    const std::vector<Extents> size = {{1, 4}};
    EXPECT_EQ(
        MoveModel(BuiltinOperator::RESIZE_BILINEAR, {1, 1, 2, 1}, {{1, 1, 4, 1}}, size).run(), (Floats{0, 0.5F, 1, 1})
    );
    tflite::ResizeNearestNeighborOptionsT options;
    options.half_pixel_centers = true;
    EXPECT_EQ(
        MoveModel(BuiltinOperator::RESIZE_NEAREST_NEIGHBOR, {1, 1, 3, 1}, {{1, 1, 4, 1}}, size).with(options).run(),
        (Floats{0, 1, 1, 2})
    );
}

TEST(ImportMoves, AddsUpdatesToZeros) {
    CraftedModel model;
    const std::int32_t indices = model.add_integers("indices", {3, 1}, {1, 3, 1});
    const std::int32_t x = model.add_tensor("x", {3});
    const std::int32_t shape = model.add_integers("shape", {1}, {4});
    const std::int32_t y = model.add_tensor("y", {4});
    model.add_operator(BuiltinOperator::SCATTER_ND, {indices, x, shape}, {y});
    model.set_interface({x}, {y});
    EXPECT_EQ(interpret(model.import(), {Tensor::of<float>({3}, {5, 6, 7})})[0], Tensor::of<float>({4}, {0, 12, 0, 6}));
}

TEST(ImportMadeValues, AddsToARange) {
    // x + RANGE(0, 3, 1) + ZEROS_LIKE(x)
    CraftedModel model;
    const std::int32_t x = model.add_tensor("x", {3});
    const std::int32_t range = model.add_tensor("range", {3}, Type::INT32);
    const std::int32_t y = model.add_tensor("y", {3, 3});
    const std::int32_t packed = model.add_tensor("packed", {2}, Type::INT32);
    const std::int32_t three = model.add_integers("three", {}, {3});
    model.add_operator(
        BuiltinOperator::RANGE, {model.add_integers("zero", {}, {0}), three, model.add_integers("one", {}, {1})},
        {range}
    );
    model.add_operator(BuiltinOperator::PACK, {three, three}, {packed});
    model.add_operator(BuiltinOperator::BROADCAST_TO, {x, packed}, {y});
    model.set_interface({x}, {y, range});
    const std::vector<Tensor> results = interpret(model.import(), {Tensor::of<float>({3}, {5, 6, 7})});
    EXPECT_EQ(results[0], Tensor::of<float>({3, 3}, {5, 6, 7, 5, 6, 7, 5, 6, 7}));
    EXPECT_EQ(results[1], Tensor::of<std::int32_t>({3}, {0, 1, 2}));
}

TEST(ImportMadeValues, RejectsAnEndlessRange) {
    CraftedModel model;
    const std::int32_t x = model.add_tensor("x", {3});
    const std::int32_t range = model.add_tensor("range", {3}, Type::INT32);
    const std::int32_t zero = model.add_integers("zero", {}, {0});
    model.add_operator(BuiltinOperator::RANGE, {zero, model.add_integers("three", {}, {3}), zero}, {range});
    model.set_interface({x}, {range});
    EXPECT_EQ(model.import_error().code(), "E0303");
}

TEST(ImportConcatenation, RescalesWhatHasAnotherQuantisation) {
    CraftedModel model;
    const std::int32_t x = model.add_int8("x", {1}, 0.5F, 0);
    const std::int32_t z = model.add_int8("z", {1}, 1.0F, 3);
    const std::int32_t y = model.add_int8("y", {2}, 0.5F, 0);
    model.add_operator(BuiltinOperator::CONCATENATION, {x, z}, {y}, tflite::ConcatenationOptionsT());
    model.set_interface({x, z}, {y});
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 2U);
    EXPECT_EQ(graph.nodes[0].op, "quantize");
    EXPECT_EQ(graph.nodes[1].op, "concat");
}

} // namespace thimble

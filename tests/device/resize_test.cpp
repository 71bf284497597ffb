// SPDX-License-Identifier: Apache-2.0
// resize and grid_sample over modes, coordinates and axes.
#include "tests/device/case_name.h"

#include <array>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

struct ResizeCase {
    std::string name;
    Shape shape;
    Integers output;
    Reals scales;
};

std::vector<ResizeCase> resize_cases() {
    return {
        {"Larger", {1, 3, 4, 2}, {1, 6, 10, 2}, {1.0, 2.0, 2.5, 1.0}},
        {"Smaller", {2, 7, 5, 3}, {2, 4, 2, 3}, {1.0, 0.6, 0.5, 1.0}},
        {"ChannelsFirst", {1, 2, 3, 4}, {1, 2, 5, 7}, {1.0, 1.0, 5.0 / 3.0, 1.75}},
        {"OneAxis", {3, 5}, {3, 8}, {1.0, 1.6}},
        {"FirstAndLast", {3, 2, 5}, {5, 2, 4}, {5.0 / 3.0, 1.0, 0.8}},
        {"Volume", {1, 3, 4, 2, 2}, {1, 5, 3, 4, 2}, {1.0, 5.0 / 3.0, 0.75, 2.0, 1.0}},
        {"WithoutScales", {1, 3, 4, 2}, {1, 5, 9, 2}, {}},
        {"Same", {2, 3}, {2, 3}, {1.0, 1.0}},
    };
}

class Resize : public ::testing::TestWithParam<ResizeCase> {};

std::string word(const char* text) {
    return text;
}

} // namespace

TEST_P(Resize, EqualsReferenceInFloat32) {
    const ResizeCase& param = GetParam();
    for (const char* mode : {"linear", "cubic"}) {
        for (const char* coordinates :
             {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric"}) {
            for (const std::int64_t flag : {0, 1}) {
                NodeUnderTest node(
                    "resize", {{"shape", param.output},
                               {"scales", param.scales},
                               {"mode", word(mode)},
                               {"coordinates", word(coordinates)},
                               {"excludes_outside", flag},
                               {"antialiases", flag}}
                );
                node.input(DataType::float32, param.shape).output(DataType::float32);
                expect_reference_outputs(node, Core::portable, "resize_f32");
            }
        }
    }
}

TEST_P(Resize, TakesTheNearestOfAnyType) {
    const ResizeCase& param = GetParam();
    for (const char* rounding : {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}) {
        for (const DataType type : {DataType::int8, DataType::float32, DataType::int64}) {
            NodeUnderTest node(
                "resize", {{"shape", param.output}, {"scales", param.scales}, {"rounding", word(rounding)}}
            );
            node.input(type, param.shape).output(type);
            const bool has_blocks = param.shape[param.shape.rank() - 1] == param.output.back();
            const std::string kernel = has_blocks ? "blocks" : std::to_string(size_bytes(type));
            expect_reference_outputs(node, Core::portable, "table_copy_" + kernel);
        }
    }
}

TEST(ResizeOfACrop, EqualsReference) {
    for (const char* mode : {"nearest", "linear", "cubic"}) {
        NodeUnderTest node(
            "resize", {{"shape", Integers{1, 4, 6, 2}},
                       {"scales", Reals{1.0, 2.0, 2.0, 1.0}},
                       {"mode", word(mode)},
                       {"coordinates", word("tf_crop_and_resize")},
                       {"crop", Reals{0.0, 0.1, -0.2, 0.0, 1.0, 1.3, 0.9, 1.0}},
                       {"extrapolation_value", 7.5}}
        );
        node.input(DataType::float32, {1, 4, 5, 2}).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, "resize_f32");
    }
}

TEST(ResizeBilinearInt8, EqualsReference) {
    for (const char* coordinates : {"half_pixel", "align_corners", "asymmetric"}) {
        for (const std::array<std::int64_t, 2> extents : {std::array<std::int64_t, 2>{7, 9}, {2, 3}, {1, 1}}) {
            NodeUnderTest node(
                "resize", {{"shape", Integers{2, extents[0], extents[1], 3}},
                           {"mode", word("linear")},
                           {"coordinates", word(coordinates)}}
            );
            node.input(DataType::int8, {2, 3, 5, 3}, affine(0.1F, 5)).output(DataType::int8, affine(0.1F, 5));
            expect_reference_outputs(node, Core::portable, "resize_bilinear_s8");
        }
    }
}

TEST(GridSample, EqualsReference) {
    for (const char* mode : {"nearest", "linear", "cubic"}) {
        for (const char* padding : {"zeros", "border", "reflection"}) {
            for (const std::int64_t aligns_corners : {0, 1}) {
                const Attributes attributes = {
                    {"mode", word(mode)}, {"padding", word(padding)}, {"aligns_corners", aligns_corners}};
                NodeUnderTest image("grid_sample", attributes);
                image.input(DataType::float32, {2, 3, 4, 5}).input(DataType::float32, {2, 3, 2, 2});
                expect_reference_outputs(image.output(DataType::float32), Core::portable, "grid_sample_f32");
                NodeUnderTest volume("grid_sample", attributes);
                volume.input(DataType::float32, {1, 2, 3, 4, 5}).input(DataType::float32, {1, 3, 2, 2, 3});
                expect_reference_outputs(volume.output(DataType::float32), Core::portable, "grid_sample_f32");
            }
        }
    }
}

TEST(GridSampleFarOutside, EqualsReference) {
    Tensor grid = Tensor::of<float>({1, 1, 3, 2}, {-7.3F, 2.9F, 40.2F, -3.1F, 1.9F, 5.6F});
    for (const char* padding : {"zeros", "border", "reflection"}) {
        NodeUnderTest node("grid_sample", {{"padding", word(padding)}});
        node.input(DataType::float32, {1, 1, 4, 5}).input(grid).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, "grid_sample_f32");
    }
}

INSTANTIATE_TEST_SUITE_P(Device, Resize, ::testing::ValuesIn(resize_cases()), case_only);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "tests/device/case_name.h"

namespace thimble {

namespace {

struct SoftmaxCase {
    std::string name;
    Shape shape = {1, 12};
    float scale = 0.1F;
    std::int32_t zero_point = 4;
    double beta = 1.0;
};

std::vector<SoftmaxCase> softmax_cases() {
    return {
        {.name = "Plain"},
        {.name = "OneColumn", .shape = {3, 1}},
        {.name = "TwoColumns", .shape = {200, 2}},
        {.name = "ManyRows", .shape = {64, 10}},
        {.name = "ManyColumns", .shape = {2, 1000}},
        {.name = "FourAxes", .shape = {1, 3, 4, 5}},
        {.name = "SteepScale", .shape = {40, 6}, .scale = 2.0F},
        {.name = "FlatScale", .shape = {40, 6}, .scale = 1e-4F},
        {.name = "FlatManyColumns", .shape = {3, 700}, .scale = 1e-3F},
        {.name = "BetaTwo", .shape = {40, 6}, .beta = 2.0},
        {.name = "BetaHalf", .shape = {40, 6}, .beta = 0.5},
    };
}

class Softmax : public ::testing::TestWithParam<SoftmaxCase> {};

} // namespace

TEST_P(Softmax, Int8EqualsReference) {
    const SoftmaxCase& softmax = GetParam();
    NodeUnderTest node("softmax", {{"beta", softmax.beta}});
    node.input(DataType::int8, softmax.shape, affine(softmax.scale, softmax.zero_point))
        .output(DataType::int8, affine(1.0F / 256.0F, -128));
    expect_reference_outputs(node, Core::portable, "softmax_s8");
}

TEST_P(Softmax, Float32IsCloseToReference) {
    const SoftmaxCase& softmax = GetParam();
    NodeUnderTest node("softmax", {{"beta", softmax.beta}});
    node.input(DataType::float32, softmax.shape).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "softmax_f32");
}

// Equal inputs have equal shares: 1/4 is 64/256, stored as 64 - 128.
TEST(SoftmaxS8, SharesEquallyAmongEqualInputs) {
    NodeUnderTest node("softmax", {});
    node.input(Tensor::of<std::int8_t>({1, 4}, {7, 7, 7, 7}, affine(0.5F, 0)))
        .output(DataType::int8, affine(1.0F / 256.0F, -128));
    expect_reference_outputs(node, Core::portable, "softmax_s8");
}

INSTANTIATE_TEST_SUITE_P(Device, Softmax, ::testing::ValuesIn(softmax_cases()), case_only);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// Both transforms against the definition, over lengths, directions and axes.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

struct DftCase {
    std::string name;
    Shape shape = {1, 10, 1};
    std::string kernel = "dft_f32";
    std::int64_t axis = 1;
    std::int64_t length = 0;
};

class Dft : public ::testing::TestWithParam<DftCase> {};

} // namespace

TEST_P(Dft, IsCloseToReference) {
    const DftCase& param = GetParam();
    for (const std::int64_t inverse : {0, 1}) {
        for (const std::int64_t onesided : {0, 1}) {
            NodeUnderTest node(
                "dft", {{"axis", param.axis}, {"length", param.length}, {"inverse", inverse}, {"onesided", onesided}}
            );
            node.input(DataType::float32, param.shape).output(DataType::float32);
            expect_reference_outputs(node, Core::portable, param.kernel);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Device, Dft,
    ::testing::Values(
        DftCase{.name = "Real"}, DftCase{.name = "Complex", .shape = {2, 10, 2}},
        DftCase{.name = "OneElement", .shape = {3, 1, 2}}, DftCase{.name = "Prime", .shape = {1, 31, 2}},
        DftCase{.name = "OuterAxis", .shape = {2, 5, 3, 2}},
        DftCase{.name = "FirstAxis", .shape = {6, 4, 1}, .axis = 0}, DftCase{.name = "Cut", .length = 7},
        DftCase{.name = "Continued", .length = 13}, DftCase{.name = "Eight", .shape = {3, 8, 1}, .kernel = "fft_f32"},
        DftCase{.name = "Long", .shape = {1, 256, 2}, .kernel = "fft_f32"},
        DftCase{.name = "PowerAlongOuterAxis", .shape = {2, 16, 3, 2}, .kernel = "fft_f32"},
        DftCase{.name = "CutToAPower", .kernel = "fft_f32", .length = 8},
        DftCase{.name = "ContinuedToAPower", .kernel = "fft_f32", .length = 32}
    ),
    case_only
);

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// The assembly of single cores' kernels on the emulated core, over the geometries of the kernel tests: the golden
// models take only some of its paths, and on the host the kernels are plain C++.
#include "tests/device/case_graphs.h"
#include "tests/device/convolution_case.h"
#include "thimble/driver/validation.h"
#include "thimble/lower/lower.h"
#include "thimble/ops/verify.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace thimble {
namespace {

NodeUnderTest fully_connected(std::int64_t batch, std::int64_t input_size, std::int64_t output_size, float scale) {
    const double infinity = std::numeric_limits<double>::infinity();
    NodeUnderTest node(
        "fully_connected", {{"activation", std::vector<double>{-infinity, infinity}}, {"keep_dims", std::int64_t{0}}}
    );
    return node.input(DataType::int8, {batch, input_size}, affine(0.02F, -3))
        .constant(DataType::int8, {output_size, input_size}, affine(0.01F, 0))
        .constant(DataType::int32, {output_size}, affine(0.0002F, 0))
        .output(DataType::int8, affine(scale, 5));
}

/// Scales of both inputs and of the output decide on the way that the sum takes.
NodeUnderTest sum(std::int64_t count, float a_scale, float b_scale, float output_scale) {
    const double infinity = std::numeric_limits<double>::infinity();
    NodeUnderTest node("add", {{"activation", std::vector<double>{-infinity, infinity}}});
    return node.input(DataType::int8, {count}, affine(a_scale, -3))
        .input(DataType::int8, {count}, affine(b_scale, 11))
        .output(DataType::int8, affine(output_scale, 5));
}

CaseGraphs every_case() {
    CaseGraphs cases;
    std::vector<ConvolutionCase> depthwise = shared_convolution_cases();
    for (const ConvolutionCase& convolution : depthwise) {
        cases.add("c" + convolution.name, convolution_s8("conv2d", convolution));
    }
    const std::vector<ConvolutionCase> more = {
        {.name = "WideKernel", .input = {1, 3, 40, 2}, .output_channels = 4, .kernel = {2, 29}},
        {.name = "TallColumn", .input = {1, 60, 1, 3}, .output_channels = 3, .kernel = {30, 1}, .stride = {2, 1}},
        {.name = "LongRows", .input = {2, 11, 19, 3}, .output_channels = 3, .padding = {2, 3, 1, 0}},
    };
    depthwise.insert(depthwise.end(), more.begin(), more.end());
    for (const ConvolutionCase& convolution : depthwise) {
        cases.add("d" + convolution.name, convolution_s8("depthwise_conv2d", convolution));
    }
    cases.add("cRoundedOnce", convolution_s8("conv2d", {.name = "RoundedOnce", .round_once = 1}));
    cases.add("dRoundedOnce", convolution_s8("depthwise_conv2d", {.name = "RoundedOnce", .round_once = 1}));
    cases.add("s1", sum(67, 0.05F, 0.03F, 0.07F));
    cases.add("s2", sum(3, 0.01F, 0.03F, 0.002F));
    cases.add("s3", sum(64, 0.05F, 0.05F, 0.07F));
    cases.add("s4", sum(5, 3.0F, 0.0001F, 900.0F));
    cases.add("f1", fully_connected(1, 1, 1, 0.06F));
    cases.add("f2", fully_connected(3, 37, 13, 0.06F));
    cases.add("f3", fully_connected(2, 64, 8, 1.5e-5F));
    return cases;
}

/// At most as much as `largest` of what a kernel takes together; the scratch memory is for more. What may overlap was
/// computed for more as well.
void limit(Program& program, const std::string& parameter, std::int32_t largest) {
    for (Step& step : program.steps) {
        std::erase_if(step.in_place, [](const InPlacePair& pair) { return pair.overlap == Overlap::ahead; });
        for (Parameter& field : step.parameters) {
            if (field.name == parameter) {
                field.value = std::min(largest, std::get<std::int32_t>(field.value));
            }
        }
    }
}

/// A core, and how much its kernels do at once at most: pixel pairs of a group, and (pair) rows of a strip.
struct Blocking {
    std::string name;
    std::string target;
    std::int32_t pairs = 1000;
    std::int32_t rows = 1000;
};

class CoreKernels : public testing::TestWithParam<Blocking> {};

void PrintTo(const Blocking& blocking, std::ostream* stream) {
    *stream << blocking.name;
}

void expect_bit_exact(const Graph& graph, const Blocking& blocking) {
    verify(graph);
    CompiledModel model;
    model.target = load_target(blocking.target);
    model.graph = graph;
    model.program = lower(model.graph, model.target);
    limit(model.program, "pairs", blocking.pairs);
    limit(model.program, "pair_rows", blocking.rows);
    limit(model.program, "strip_rows", blocking.rows);
    model.plan = plan_memory(model.program);
    const auto vectors = random_vectors(model.graph, 2, 1);
    const ValidationReport report = validate(model, vectors, [](const ProgressEvent&) {});
    for (const Comparison& comparison : report.comparisons) {
        EXPECT_EQ(comparison.mismatched_vectors, 0U) << comparison.executor << ": " << comparison.first_mismatch;
    }
    EXPECT_TRUE(report.bit_exact);
}

TEST_P(CoreKernels, EqualTheReference) {
    const CaseGraphs cases = every_case();
    for (const Graph& graph : cases.graphs()) {
        expect_bit_exact(graph, GetParam());
    }
}

INSTANTIATE_TEST_SUITE_P(
    Blockings, CoreKernels,
    testing::Values(
        Blocking{"Armv6mPairs3", "cortex-m0", 3}, Blocking{"Armv6mPairs2", "cortex-m0", 2, 2},
        Blocking{"Armv6mPairs1", "cortex-m0", 1, 1}, Blocking{"Rv32im", "rv32imc"}, Blocking{"Neon", "aarch64"},
        Blocking{"Helium", "cortex-m55"}, Blocking{"HeliumOneRow", "cortex-m55", 1000, 1},
        Blocking{"Armv7em", "cortex-m4"}
    ),
    [](const auto& parameters) { return parameters.param.name; }
);

} // namespace
} // namespace thimble

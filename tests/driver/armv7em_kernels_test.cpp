// SPDX-License-Identifier: Apache-2.0
// The assembly of the convolution kernels for Armv7E-M on the emulated core, over the geometries of the kernel tests:
// on the host these kernels are plain C++.
#include "tests/device/case_graphs.h"
#include "tests/device/convolution_case.h"
#include "thimble/driver/validation.h"
#include "thimble/lower/lower.h"
#include "thimble/ops/verify.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {
namespace {

class Armv7emKernels : public testing::TestWithParam<Weights> {};

NodeUnderTest fully_connected(std::int64_t batch, std::int64_t input_size, std::int64_t output_size, Weights weights) {
    const double infinity = std::numeric_limits<double>::infinity();
    NodeUnderTest node(
        "fully_connected", {{"activation", std::vector<double>{-infinity, infinity}}, {"keep_dims", std::int64_t{0}}}
    );
    return node.input(DataType::int8, {batch, input_size}, affine(0.02F, -3))
        .weights(weights, {output_size, input_size}, affine(0.01F, 0))
        .constant(DataType::int32, {output_size}, affine(0.0002F, 0))
        .output(DataType::int8, affine(0.06F, 5));
}

CaseGraphs every_case(Weights weights) {
    CaseGraphs cases;
    for (const char* op : {"conv2d", "depthwise_conv2d"}) {
        std::vector<ConvolutionCase> convolutions = shared_convolution_cases();
        if (std::string(op) == "depthwise_conv2d") {
            const std::vector<ConvolutionCase> more = rows_of_three_cases();
            convolutions.insert(convolutions.end(), more.begin(), more.end());
        }
        for (ConvolutionCase& convolution : convolutions) {
            convolution.weights = weights;
            cases.add(op + convolution.name, convolution_s8(op, convolution));
        }
    }
    cases.add("OneRow", fully_connected(2, 20, 1, weights));
    cases.add("SevenRows", fully_connected(1, 64, 7, weights));
    cases.add("OddSizes", fully_connected(3, 37, 13, weights));
    return cases;
}

TEST_P(Armv7emKernels, EqualTheReference) {
    const CaseGraphs cases = every_case(GetParam());
    for (const Graph& graph : cases.graphs()) {
        verify(graph);
        CompiledModel model;
        model.target = load_target("cortex-m4");
        model.graph = graph;
        model.program = lower(model.graph, model.target);
        model.plan = plan_memory(model.program);
        const auto vectors = random_vectors(model.graph, 2, 1);
        const ValidationReport report = validate(model, vectors, [](const ProgressEvent&) {});
        for (const Comparison& comparison : report.comparisons) {
            EXPECT_EQ(comparison.mismatched_vectors, 0U) << comparison.executor << ": " << comparison.first_mismatch;
        }
        EXPECT_TRUE(report.bit_exact);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Weights, Armv7emKernels, testing::Values(Weights::symmetric, Weights::computed),
    [](const auto& parameters) { return parameters.param == Weights::symmetric ? "Arranged" : "AsTheyAre"; }
);

} // namespace
} // namespace thimble

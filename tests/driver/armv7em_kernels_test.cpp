// SPDX-License-Identifier: Apache-2.0
// The assembly of the convolution kernels for Armv7E-M on the emulated core, over the geometries of the kernel tests:
// on the host these kernels are plain C++.
#include "tests/device/case_graphs.h"
#include "tests/device/convolution_case.h"
#include "thimble/driver/validation.h"
#include "thimble/lower/lower.h"
#include "thimble/ops/verify.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

class Armv7emKernels : public testing::TestWithParam<Weights> {};

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

// SPDX-License-Identifier: Apache-2.0
// Each rule of the graph verifier, broken one at a time.
#include "thimble/core/error.h"
#include "thimble/ir/parser.h"
#include "thimble/ops/verify.h"

#include <string>

#include <gtest/gtest.h>

namespace thimble {
namespace {

std::string in_graph(const std::string& node) {
    return "graph \"g\" {\n  input %x: float32[1, 4]\n  constant %w: float32[2, 4] = [1, 2, 3, 4, 5, 6, 7, 8]\n  " +
           node + "\n  output %y\n}\n";
}

ModelError error_of(const std::string& node) {
    try {
        verify(parse_graph(in_graph(node)));
    } catch (const ModelError& error) {
        return error;
    }
    return {"none", "the graph was accepted"};
}

TEST(Verify, AcceptsASoundGraph) {
    EXPECT_NO_THROW(verify(parse_graph(in_graph("%y: float32[1, 2] = fully_connected \"dense\" (%x, %w, none)"))));
    EXPECT_NO_THROW(verify(parse_graph(in_graph("%y: float32[1, 2] = fully_connected \"dense\" (%x, %w)"))));
}

TEST(Verify, ChecksTheStructureFirst) {
    Graph graph = parse_graph(in_graph("%y: float32[1, 4] = clip \"relu\" (%x)"));
    graph.nodes[0].inputs[0] = ValueId{77};
    EXPECT_THROW(verify(graph), ModelError);
}

TEST(Verify, RejectsUnknownOperatorsWithTheNearestName) {
    const ModelError error = error_of("%y: float32[1, 2] = fully_conected \"dense\" (%x, %w)");
    EXPECT_EQ(error.code(), "E0425");
    EXPECT_EQ(error.context().node, "dense");
    EXPECT_EQ(error.context().op, "fully_conected");
    EXPECT_EQ(error.hint(), "did you mean `fully_connected`?");
}

TEST(Verify, RejectsTheWrongNumberOfInputs) {
    const ModelError error = error_of("%y: float32[1, 2] = fully_connected \"dense\" (%x)");
    EXPECT_EQ(error.code(), "E0426");
    EXPECT_STREQ(error.what(), "expected 2 to 3 inputs, found 1");
    EXPECT_STREQ(error_of("%y: float32[1, 4] = clip \"c\" (%x, %x)").what(), "expected 1 inputs, found 2");
    EXPECT_STREQ(
        error_of("%y: float32[1, 4] = concat \"c\" () {axis = 1}").what(), "expected at least 1 inputs, found 0"
    );
}

TEST(Verify, RejectsTheWrongNumberOfOutputs) {
    EXPECT_EQ(error_of("%y: float32[1, 4], %z: float32[1, 4] = clip \"c\" (%x)").code(), "E0426");
}

TEST(Verify, RejectsRequiredInputsLeftOut) {
    EXPECT_EQ(error_of("%y: float32[1, 2] = fully_connected \"dense\" (%x, none)").code(), "E0424");
    EXPECT_EQ(error_of("%y: float32[1, 8] = concat \"c\" (%x, none) {axis = 1}").code(), "E0424");
}

TEST(Verify, RejectsUnknownAttributes) {
    const ModelError error = error_of("%y: float32[1, 4] = clip \"relu\" (%x) {minimun = 0.0}");
    EXPECT_EQ(error.code(), "E0427");
    EXPECT_STREQ(error.what(), "attribute `minimun` is not one of the operator's");
    EXPECT_EQ(error.hint(), "did you mean `minimum`?");
}

TEST(Verify, RejectsAttributesOfAnotherKind) {
    EXPECT_STREQ(
        error_of("%y: float32[1, 4] = clip \"relu\" (%x) {minimum = 0}").what(),
        "attribute `minimum` expects a double, found an integer"
    );
    EXPECT_STREQ(
        error_of("%y: float32[2, 2] = reshape \"r\" (%x) {shape = [2.0, 2.0]}").what(),
        "attribute `shape` expects a list of integers, found a list of doubles"
    );
}

TEST(Verify, RejectsAbsentRequiredAttributes) {
    EXPECT_STREQ(
        error_of("%y: float32[2, 2] = reshape \"r\" (%x)").what(), "attribute `shape` is required, but absent"
    );
}

TEST(Verify, RejectsRecordedTypesThatTheOperatorDoesNotMake) {
    const ModelError error = error_of("%y: float32[1, 3] = fully_connected \"dense\" (%x, %w)");
    EXPECT_EQ(error.code(), "E0428");
    EXPECT_STREQ(error.what(), "output 0 is recorded as float32 [1, 3], the operator makes float32 [1, 2]");
    EXPECT_EQ(error_of("%y: int8[1, 4] q(1, 0) = clip \"c\" (%x)").code(), "E0428");
}

TEST(Verify, PassesOnWhatInferenceRejects) {
    const ModelError error = error_of("%y: float32[3, 2] = reshape \"r\" (%x) {shape = [3, 2]}");
    EXPECT_EQ(error.code(), "E0421");
    EXPECT_EQ(error.context().node, "r");
    EXPECT_EQ(error.context().op, "reshape");
}

} // namespace
} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
// What the format cannot say, what is said another way, and equal bytes for equal graphs.
#include "thimble/core/error.h"
#include "thimble/export/tflite/export_tflite.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"
#include "thimble/ir/parser.h"

#include <cstring>

#include <gtest/gtest.h>

namespace thimble {

namespace {

Graph convolution(const std::string& attributes, const std::string& output) {
    return parse_graph(
        "graph \"g\" {\n input %x: float32[1, 4, 4, 1]\n constant %y.weights: float32[1, 2, 2, 1] = [1, 2, 3, 4]\n %y: "
        "float32" +
        output + " = conv2d \"y\" (%x, %y.weights) {" + attributes + "}\n output %y\n}"
    );
}

ModelError export_error(const Graph& graph) {
    try {
        export_tflite(graph);
    } catch (const ModelError& error) {
        return error;
    }
    ADD_FAILURE() << "exported";
    return ModelError("", "");
}

} // namespace

TEST(ExportTflite, IsDeterministic) {
    const Graph graph = convolution("padding = [0, 0, 1, 1]", "[1, 4, 4, 1]");
    EXPECT_EQ(export_tflite(graph), export_tflite(graph));
}

TEST(ExportTflite, CarriesTheIdentifier) {
    const std::vector<std::byte> file = export_tflite(convolution("padding = [0, 0, 0, 0]", "[1, 3, 3, 1]"));
    EXPECT_EQ(std::memcmp(file.data() + 4, "TFL3", 4), 0);
}

TEST(ExportTflite, PadsBeforeAConvolutionWhoseMarginsAreNotSame) {
    const Graph graph = convolution("padding = [1, 1, 0, 0]", "[1, 4, 4, 1]");
    Diagnostics diagnostics;
    const Graph back = import_tflite(export_tflite(graph), "g.tflite", diagnostics);
    ASSERT_EQ(back.nodes.size(), 2U);
    EXPECT_EQ(back.nodes[0].op, "pad");
    EXPECT_EQ(
        back.nodes[0].attributes.get<std::vector<std::int64_t>>("padding"),
        (std::vector<std::int64_t>{0, 0, 1, 0, 1, 0, 0, 0})
    );
    EXPECT_EQ(back.nodes[1].name, "y");
    const Tensor input = Tensor::of<float>({1, 4, 4, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    EXPECT_EQ(interpret(back, {input}), interpret(graph, {input}));
}

TEST(ExportTflite, RefusesPaddedPoolsThatAreNotSame) {
    const ModelError error = export_error(parse_graph(R"(graph "g" {
        input %x: float32[1, 4, 4, 1]
        %y: float32[1, 4, 4, 1] = max_pool2d "y" (%x) {padding = [1, 1, 0, 0], window = [2, 2]}
        output %y
    })"));
    EXPECT_EQ(error.code(), "E0310");
    EXPECT_EQ(error.context().node, "y");
    EXPECT_EQ(error.context().op, "max_pool2d");
}

TEST(ExportTflite, RefusesClampsWithoutAName) {
    EXPECT_EQ(export_error(convolution("activation = [0.0, 3.0]", "[1, 3, 3, 1]")).code(), "E0310");
    EXPECT_EQ(
        export_error(parse_graph(R"(graph "g" {
        input %x: float32[4]
        %y: float32[4] = clip "y" (%x) {minimum = -2.0}
        output %y
    })"))
            .code(),
        "E0310"
    );
}

TEST(ExportTflite, RefusesGraphsThatAreNotValid) {
    Graph graph = convolution("padding = [0, 0, 0, 0]", "[1, 3, 3, 1]");
    graph.nodes[0].op = "convolve";
    EXPECT_THROW(export_tflite(graph), ModelError);
}

} // namespace thimble

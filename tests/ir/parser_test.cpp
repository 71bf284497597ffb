// SPDX-License-Identifier: Apache-2.0
// What the parser rejects, with which code and where.
#include "thimble/core/error.h"
#include "thimble/ir/parser.h"
#include "thimble/ir/printer.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace thimble {
namespace {

ModelError error_of(std::string_view text) {
    try {
        parse_graph(text, "model.graph");
    } catch (const ModelError& error) {
        return error;
    }
    return {"none", "the text was accepted"};
}

std::string in_graph(std::string_view statements) {
    return "graph \"g\" {\n" + std::string(statements) + "\n}\n";
}

TEST(Parser, CommentsAndBlanksAreFree) {
    const Graph graph = parse_graph("// a model\n graph\t\"g\"{input %x:float32[ 1 ]// in\r\noutput %x}");
    EXPECT_EQ(print(graph), "graph \"g\" {\n  input %x: float32[1]\n  output %x\n}\n");
}

TEST(Parser, ErrorsCarryLineColumnAndCaret) {
    const ModelError error = error_of("graph \"g\" {\n  input %x float32[1]\n}\n");
    EXPECT_EQ(error.code(), "E0401");
    EXPECT_STREQ(error.what(), "line 2, column 12: expected `:`, found `float32`");
    EXPECT_EQ(error.context().file, "model.graph");
    ASSERT_EQ(error.notes().size(), 2U);
    EXPECT_EQ(error.notes()[0], "  input %x float32[1]");
    EXPECT_EQ(error.notes()[1], "           ^");
}

TEST(Parser, LongLinesAreCutAroundTheCaret) {
    const std::string digits(5000, '1');
    const ModelError error = error_of(in_graph("constant %c: int8[2] = 0x" + digits + " ]"));
    EXPECT_EQ(error.code(), "E0404");
    const ModelError late = error_of(in_graph("input %" + digits + " ]"));
    ASSERT_EQ(late.notes().size(), 2U);
    EXPECT_LE(late.notes()[0].size(), 100U);
    EXPECT_EQ(late.notes()[0][late.notes()[1].size() - 1], ']');
}

TEST(Parser, SaysWhatStartsAStatement) {
    const ModelError error = error_of(in_graph("inputs %x: int8[1]"));
    EXPECT_STREQ(
        error.what(), "line 2, column 1: expected `input`, `state`, `constant`, `output`, `next`, a value such as "
                      "`%x`, or `}`, found "
                      "`inputs`"
    );
}

TEST(Parser, RejectsMalformedText) {
    for (const char* text :
         {"", "graph", "graph \"g\"", "graph \"g\" {", "graph \"g\" {} x", "graph g {}", "graph \"g\nh\" {}",
          "graph \"\\q\" {}", "graph \"\\x4\" {}", "graph \"open"}) {
        EXPECT_EQ(error_of(text).code(), "E0401") << text;
    }
    for (const char* statement :
         {"input x: int8[1]",
          "input %x: int9[1]",
          "input %x: int8",
          "input %x: int8[1,]",
          "input %x: int8[1 2]",
          "input %x: int8[a]",
          "input %x: int8[1] q",
          "input %x: int8[1] q(1)",
          "input %x: int8[1] q([1], [0])",
          "input %x: int8[1-1]",
          "constant %c: int8[1]",
          "constant %c: int8[1] = 5",
          "constant %c: int8[1] = 0x5",
          "constant %c: int8[1] = 0xzz",
          "constant %c: int8[1] = [\"1\"]",
          "%y: int8[1] =",
          "%y: int8[1] = relu",
          "%y: int8[1] = relu \"r\"",
          "%y: int8[1] = relu \"r\" () {}",
          "%y: int8[1] = relu \"r\" () {a}",
          "%y: int8[1] = relu \"r\" () {a = }",
          "%y: int8[1] = relu \"r\" () {a = [1, 2.0]}",
          "%y: int8[1] = relu \"r\" () {a = yes}",
          "output y"}) {
        EXPECT_EQ(error_of(in_graph(statement)).code(), "E0401") << statement;
    }
}

TEST(Parser, RejectsUnknownAndRepeatedNames) {
    EXPECT_EQ(error_of(in_graph("output %y")).code(), "E0402");
    EXPECT_EQ(error_of(in_graph("%y: int8[1] = relu \"r\" (%y2)")).code(), "E0402");
    EXPECT_EQ(error_of(in_graph("input %x: int8[1]\ninput %x: int8[1]")).code(), "E0403");
    EXPECT_EQ(error_of(in_graph("%y: int8[1] = relu \"r\" () {a = 1, a = 2}")).code(), "E0403");
}

TEST(Parser, RejectsReadingAValueAboveItsNode) {
    const ModelError error = error_of(in_graph("%a: int8[1] = relu \"r\" (%b)\n%b: int8[1] = relu \"r\" (%a)"));
    EXPECT_STREQ(error.what(), "line 2, column 25: value `%b` is not defined above");
}

TEST(Parser, RejectsConstantsThatDoNotFitTheirType) {
    EXPECT_EQ(error_of(in_graph("constant %c: int8[2] = [1]")).code(), "E0404");
    EXPECT_EQ(error_of(in_graph("constant %c: int8[1] = [128]")).code(), "E0404");
    EXPECT_EQ(error_of(in_graph("constant %c: int8[1] = [1.5]")).code(), "E0404");
    EXPECT_EQ(error_of(in_graph("constant %c: uint8[1] = [-1]")).code(), "E0404");
    EXPECT_EQ(error_of(in_graph("constant %c: float32[1] = 0x000000")).code(), "E0404");
}

TEST(Parser, RejectsNumbersOutOfRange) {
    EXPECT_EQ(error_of(in_graph("input %x: int8[-1]")).code(), "E0405");
    EXPECT_EQ(error_of(in_graph("input %x: int8[1048576, 1048577]")).code(), "E0405");
    EXPECT_EQ(error_of(in_graph("input %x: int8[0, 1099511627776, 1099511627776]")).code(), "E0405");
    EXPECT_EQ(error_of(in_graph("input %x: int8[1] q(1, 2147483648)")).code(), "E0405");
    EXPECT_EQ(error_of(in_graph("%y: int8[1] = relu \"r\" () {a = 9223372036854775808}")).code(), "E0405");
}

TEST(Parser, VerifiesTheStructure) {
    EXPECT_EQ(error_of(in_graph("input %x: int8[1] q(0, 0)")).code(), "E0416");
    EXPECT_EQ(error_of(in_graph("input %\"\": int8[1]")).code(), "E0413");
    EXPECT_EQ(error_of(in_graph("input %x: int8[1] q(0, 0)")).context().file, "model.graph");
}

TEST(Parser, DamagedTextIsRejectedWithoutCrashing) {
    const std::string whole = in_graph(
        "input %x: int8[1, 4] q(0.5, -3)\nconstant %w: int8[1, 4] q([0.1], [0], axis 0) = [1, -2, 3, 4]\n"
        "constant %b: int32[1] = 0x01000000\n"
        "%y: int8[1, 1] q(1, 0) = fully_connected \"d\\x41\" (%x, %w, %b) {activation = [0.0, inf], k = doubles []}\n"
        "output %y"
    );
    std::mt19937 generator(11);
    for (int repetition = 0; repetition < 3000; ++repetition) {
        std::string damaged = whole;
        damaged[generator() % damaged.size()] = "\"{}[](),:=%01-.ex\n\\"[generator() % 19];
        damaged.erase(generator() % damaged.size(), generator() % 3);
        try {
            const std::string text = print(parse_graph(damaged));
            EXPECT_EQ(print(parse_graph(text)), text) << damaged;
        } catch (const ModelError&) {
            SUCCEED();
        }
    }
}

TEST(Parser, ReadsStatesWhereverTheyStand) {
    const std::string text = "graph \"g\" {\n  input %x: float32[1]\n  state %s: float32[1]\n"
                             "  %y: float32[1] = clip \"y\" (%s)\n  output %x\n  next %y\n}\n";
    const Graph graph = parse_graph(text);
    EXPECT_EQ(graph.state_count, 1U);
    EXPECT_EQ(graph.value(graph.state_inputs()[0]).name, "s");
    EXPECT_EQ(graph.value(graph.state_outputs()[0]).name, "y");
    EXPECT_EQ(print(graph), text);
    EXPECT_EQ(error_of(in_graph("state %s: float32[1]\noutput %s")).code(), "E0417");
    EXPECT_EQ(error_of(in_graph("state %s: float32[1]\ninput %x: int8[1]\nnext %x")).code(), "E0417");
}

} // namespace
} // namespace thimble

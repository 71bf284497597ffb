// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/ir/parser.h"
#include "thimble/passes/pattern.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

/// The match at the last node of the statements.
std::optional<Match> match(const std::string& pattern, const std::string& statements) {
    const Graph graph = parse_graph("graph \"g\" {\n" + statements + "\n}\n");
    return find_match(graph, ValueUses(graph), Pattern::parse(pattern), graph.nodes.size() - 1);
}

const std::string product = R"(input %a: float32[2]
    constant %k: float32[2] = [3, 3]
    %e: float32[2] = exp "e" (%a)
    %y: float32[2] = mul "y" (%k, %e)
    output %y)";

TEST(Pattern, BindsNamesToValuesAndNumbers) {
    const auto found = match("mul(exp(x), #k)", product);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->values.at("x"), ValueId{0});
    EXPECT_EQ(found->numbers.at("k"), 3.0);
    EXPECT_EQ(found->nodes, (std::set<std::size_t>{0, 1}));
}

TEST(Pattern, TakesInputsOfCommutativeOperatorsInAnyOrder) {
    EXPECT_TRUE(match("mul(3, exp(x))", product));
    EXPECT_TRUE(match("mul(exp(x), &k)", product));
    const std::string difference = R"(input %a: float32[2]
        %e: float32[2] = exp "e" (%a)
        %y: float32[2] = sub "y" (%a, %e)
        output %y)";
    EXPECT_TRUE(match("sub(x, exp(x))", difference));
    EXPECT_FALSE(match("sub(exp(x), x)", difference));
}

TEST(Pattern, TriesAlternatives) {
    EXPECT_TRUE(match("mul([log(x) | exp(x)], 3)", product));
    EXPECT_FALSE(match("mul([log(x) | abs(x)], 3)", product));
}

TEST(Pattern, ANameStandsForOneValue) {
    const std::string squares = R"(input %a: float32[2]
        input %b: float32[2]
        %y: float32[2] = mul "y" (%a, %b)
        output %y)";
    EXPECT_TRUE(match("mul(x, z)", squares));
    EXPECT_FALSE(match("mul(x, x)", squares));
}

TEST(Pattern, NamesPartsOfItself) {
    const std::string same = R"(input %a: float32[2]
        %e: float32[2] = exp "e" (%a)
        %y: float32[2] = sub "y" (%e, %e)
        output %y)";
    EXPECT_TRUE(match("sub(e@exp(x), e)", same));
    EXPECT_FALSE(match("sub(e@exp(x), x)", same));
}

TEST(Pattern, ComparesAttributesWithTheirDefaults) {
    const std::string clip = R"(input %a: float32[2]
        %y: float32[2] = clip "y" (%a) {minimum = 0.0}
        output %y)";
    EXPECT_TRUE(match("clip{minimum = 0}(x)", clip));
    EXPECT_FALSE(match("clip(x)", clip));
    EXPECT_FALSE(match("clip{minimum = 0, maximum = 6}(x)", clip));
    const auto found = match("clip{minimum = $low}(x)", clip);
    ASSERT_TRUE(found);
    EXPECT_EQ(std::get<double>(found->attributes.at("low")), 0.0);
}

TEST(Pattern, DoesNotMatchWhereOthersReadWhatIsBetween) {
    EXPECT_FALSE(match("mul(exp(x), 3)", product + "\noutput %e"));
    // What a name stands for may have other readers.
    EXPECT_TRUE(match("mul(x, 3)", product + "\noutput %e"));
}

TEST(Pattern, RefusesTextThatIsNone) {
    EXPECT_THROW(Pattern::parse("mul(x"), InternalError);
    EXPECT_THROW(Pattern::parse("mul(x, y))"), InternalError);
    EXPECT_THROW(Pattern::parse("mul{}(x)"), InternalError);
}

} // namespace
} // namespace thimble

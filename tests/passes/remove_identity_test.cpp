// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/remove_identity.h"

namespace thimble {
namespace {

/// One operator between two others that stay.
void expect_removed(const std::string& type, const std::string& call) {
    const std::string first = "input %x: " + type + "\n%a: " + type + " = add \"first\" (%x, %x)\n";
    expect_rewrite(
        remove_identity, first + "%b: " + type + " = " + call + "\n%y: " + type + " = add \"last\" (%b, %b)\noutput %y",
        first + "%y: " + type + " = add \"last\" (%a, %a)\noutput %y"
    );
}

void expect_kept(const std::string& type, const std::string& call) {
    expect_unchanged(
        remove_identity, "input %x: " + type + "\n%a: " + type + " = add \"first\" (%x, %x)\n%b: " + call +
                             "\n%y: " + type + " = add \"last\" (%a, %a)\noutput %y\noutput %b"
    );
}

TEST(RemoveIdentity, DropsOperatorsThatChangeNothing) {
    expect_removed("float32[2, 2]", "reshape \"r\" (%a) {shape = [2, 2]}");
    expect_removed("float32[2, 2]", "pad \"p\" (%a) {padding = [0, 0, 0, 0]}");
    expect_removed("float32[2, 2]", "concat \"c\" (%a) {axis = 1}");
    expect_removed("float32[2, 2]", "clip \"c\" (%a)");
    expect_removed("int8[2, 2] q(0.3, 9)", "quantize \"q\" (%a)");
    expect_removed("int8[2, 2] q(0.3, 9)", "reshape \"r\" (%a) {shape = [2, 2]}");
}

TEST(RemoveIdentity, DropsTransposesThatMoveExtentsOfOne) {
    expect_removed("float32[1, 1, 2]", "transpose \"t\" (%a) {axes = [1, 0, 2]}");
    expect_kept("float32[2, 2]", "float32[2, 2] = transpose \"t\" (%a) {axes = [1, 0]}");
}

TEST(RemoveIdentity, DropsNeutralOperands) {
    const std::string constants = R"(input %x: float32[2]
        constant %zero: float32[] = [0]
        constant %one: float32[2] = [1, 1]
        %a: float32[2] = add "first" (%x, %x)
        )";
    const std::string last = "\n%y: float32[2] = exp \"last\" (%b)\noutput %y";
    const auto remaining = [&](const std::string& call) {
        return operators(checked_result(remove_identity, constants + "%b: float32[2] = " + call + last));
    };
    EXPECT_EQ(remaining("add \"n\" (%a, %zero)"), "add exp");
    EXPECT_EQ(remaining("add \"n\" (%zero, %a)"), "add exp");
    EXPECT_EQ(remaining("sub \"n\" (%a, %zero)"), "add exp");
    EXPECT_EQ(remaining("mul \"n\" (%one, %a)"), "add exp");
    EXPECT_EQ(remaining("sub \"n\" (%zero, %a)"), "add sub exp");
    EXPECT_EQ(remaining("add \"n\" (%a, %one)"), "add add exp");
    EXPECT_EQ(remaining("mul \"n\" (%a, %one) {activation = [0.0, inf]}"), "add mul exp");
}

TEST(RemoveIdentity, DropsInt8ClipsWhoseRangeHoldsEveryStoredValue) {
    expect_removed("int8[4] q(0.05, -128)", "clip \"relu\" (%a) {minimum = 0.0}");
    expect_removed("int8[4] q(0.0235294122, -128)", "clip \"relu6\" (%a) {minimum = 0.0, maximum = 6.0}");
}

TEST(RemoveIdentity, LeavesOperatorsThatChangeSomething) {
    expect_kept("float32[2, 2]", "float32[4] = reshape \"r\" (%a) {shape = [4]}");
    expect_kept("float32[2, 2]", "float32[2, 3] = pad \"p\" (%a) {padding = [0, 0, 0, 1]}");
    expect_kept("float32[2, 2]", "float32[2, 4] = concat \"c\" (%a, %a) {axis = 1}");
    expect_kept("float32[2, 2]", "float32[2, 2] = clip \"c\" (%a) {maximum = 6.0}");
    expect_kept("int8[4] q(0.05, -127)", "int8[4] q(0.05, -127) = clip \"relu\" (%a) {minimum = 0.0}");
    expect_kept("int8[4] q(0.05, -128)", "int8[4] q(0.05, -128) = clip \"relu6\" (%a) {minimum = 0.0, maximum = 6.0}");
}

TEST(RemoveIdentity, LeavesChangesOfQuantization) {
    expect_kept("int8[4] q(0.05, -128)", "int8[4] q(0.06, -128) = quantize \"q\" (%a)");
    expect_kept("int8[4] q(0.05, -128)", "int8[4] q(0.05, -127) = clip \"c\" (%a)");
}

TEST(RemoveIdentity, LeavesQuantizingAndBackWhichRounds) {
    expect_unchanged(
        remove_identity,
        R"(input %x: float32[4]
           %q: int8[4] q(0.05, 0) = quantize "q" (%x)
           %y: float32[4] = dequantize "d" (%q)
           output %y)"
    );
}

TEST(RemoveIdentity, MergesReshapesInARow) {
    expect_rewrite(
        remove_identity,
        R"(input %x: float32[1, 2, 2]
           %a: float32[4] = reshape "a" (%x) {shape = [4]}
           %b: float32[4, 1] = reshape "b" (%a) {shape = [4, 1]}
           %y: float32[2, 2] = reshape "c" (%b) {shape = [2, 2]}
           output %y)",
        R"(input %x: float32[1, 2, 2]
           %a: float32[4] = reshape "a" (%x) {shape = [4]}
           %b: float32[4, 1] = reshape "b" (%x) {shape = [4, 1]}
           %y: float32[2, 2] = reshape "c" (%x) {shape = [2, 2]}
           output %y)"
    );
}

TEST(RemoveIdentity, DropsReshapesThatLeadBack) {
    expect_rewrite(
        remove_identity,
        R"(input %x: float32[2, 2]
           %a: float32[4] = reshape "there" (%x) {shape = [4]}
           %b: float32[2, 2] = reshape "back" (%a) {shape = [2, 2]}
           %y: float32[2, 2] = add "n" (%b, %b)
           output %y)",
        R"(input %x: float32[2, 2]
           %a: float32[4] = reshape "there" (%x) {shape = [4]}
           %y: float32[2, 2] = add "n" (%x, %x)
           output %y)"
    );
}

TEST(RemoveIdentity, GraphOutputsKeepTheirName) {
    expect_rewrite(
        remove_identity,
        R"(input %x: float32[4]
           %a: float32[4] = add "n" (%x, %x)
           %b: float32[4] = clip "reader" (%a) {minimum = 0.0}
           %y: float32[4] = reshape "r" (%a) {shape = [4]}
           output %y
           output %b)",
        R"(input %x: float32[4]
           %y: float32[4] = add "n" (%x, %x)
           %b: float32[4] = clip "reader" (%y) {minimum = 0.0}
           output %y
           output %b)"
    );
}

TEST(RemoveIdentity, LeavesWhatStandsBetweenGraphInputsConstantsAndOutputs) {
    expect_unchanged(
        remove_identity,
        R"(input %x: float32[4]
           %y: float32[4] = reshape "r" (%x) {shape = [4]}
           output %y)"
    );
    expect_unchanged(
        remove_identity,
        R"(constant %c: float32[4] = [1, 2, 3, 4]
           %y: float32[4] = clip "c" (%c)
           output %y)"
    );
    expect_unchanged(
        remove_identity,
        R"(input %x: float32[4]
           %a: float32[4] = add "n" (%x, %x)
           %y: float32[4] = clip "c" (%a)
           output %a
           output %y)"
    );
}

TEST(RemoveIdentity, DropsChainsOfIdentitiesBeforeAGraphOutput) {
    expect_rewrite(
        remove_identity,
        R"(input %x: float32[4]
           %a: float32[4] = add "n" (%x, %x)
           %b: float32[4] = clip "c" (%a)
           %c: float32[4] = pad "p" (%b) {padding = [0, 0]}
           %y: float32[4] = reshape "r" (%c) {shape = [4]}
           output %y)",
        R"(input %x: float32[4]
           %y: float32[4] = add "n" (%x, %x)
           output %y)"
    );
}

TEST(RemoveIdentity, DropsActivationsThatCannotClip) {
    expect_rewrite(
        remove_identity,
        R"(input %x: int8[4] q(0.05, -128)
           %a: int8[4] q(0.05, -128) = add "a" (%x, %x) {activation = [0.0, inf]}
           %y: int8[4] q(0.05, -128) = add "y" (%a, %x) {activation = [-inf, inf]}
           output %y)",
        R"(input %x: int8[4] q(0.05, -128)
           %a: int8[4] q(0.05, -128) = add "a" (%x, %x)
           %y: int8[4] q(0.05, -128) = add "y" (%a, %x)
           output %y)"
    );
}

TEST(RemoveIdentity, LeavesActivationsThatCanClip) {
    expect_unchanged(
        remove_identity,
        R"(input %x: int8[4] q(0.05, -128)
           %a: int8[4] q(0.05, -127) = add "a" (%x, %x) {activation = [0.0, inf]}
           %y: int8[4] q(0.05, -128) = add "y" (%a, %x) {activation = [0.0, 6.0]}
           output %y)"
    );
    expect_unchanged(
        remove_identity,
        R"(input %x: float32[4]
           %y: float32[4] = add "a" (%x, %x) {activation = [0.0, inf]}
           output %y)"
    );
}

} // namespace
} // namespace thimble

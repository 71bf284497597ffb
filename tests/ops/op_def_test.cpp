// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(OpDefs, AreComplete) {
    for (const OpDef& def : all_ops()) {
        EXPECT_FALSE(def.summary.empty()) << def.name;
        EXPECT_NE(def.infer, nullptr) << def.name;
        EXPECT_NE(def.evaluate, nullptr) << def.name;
        EXPECT_EQ(find_op(def.name), &def);
    }
}

TEST(OpDefs, AreUnknownByOtherNames) {
    EXPECT_EQ(find_op("Conv2D"), nullptr);
    EXPECT_THROW(op_def("conv4d"), InternalError);
}

TEST(WithDefaults, FillsInWhatIsLeftOut) {
    const Attributes attributes = with_defaults(op_def("conv2d"), {{"stride", Integers{2, 2}}});
    EXPECT_EQ(attributes.get<Integers>("stride"), (Integers{2, 2}));
    EXPECT_EQ(attributes.get<Integers>("dilation"), (Integers{1, 1}));
    EXPECT_EQ(attributes.get<Integers>("padding"), (Integers{0, 0, 0, 0}));
}

TEST(WithDefaults, DoesNotInventRequiredAttributes) {
    EXPECT_FALSE(with_defaults(op_def("reshape"), {}).has("shape"));
}

} // namespace

} // namespace thimble

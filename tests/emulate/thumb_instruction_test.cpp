// SPDX-License-Identifier: Apache-2.0
// Encodings were assembled by hand from the architecture manuals; the mnemonic stands beside each.
#include "thimble/emulate/thumb_instruction.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

ThumbInstruction decode(std::uint32_t first) {
    return decode_thumb({static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(first >> 8), 0, 0}, 2);
}

ThumbInstruction decode(std::uint32_t first, std::uint32_t second) {
    return decode_thumb(
        {static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(first >> 8), static_cast<std::uint8_t>(second),
         static_cast<std::uint8_t>(second >> 8)},
        4
    );
}

TEST(DecodeThumb, TellsLoadsFromStoresIn16Bits) {
    EXPECT_EQ(decode(0x6801).kind, ThumbKind::load);   // ldr r1, [r0]
    EXPECT_EQ(decode(0x6001).kind, ThumbKind::store);  // str r1, [r0]
    EXPECT_EQ(decode(0x5641).kind, ThumbKind::load);   // ldrsb r1, [r0, r1]
    EXPECT_EQ(decode(0x5441).kind, ThumbKind::store);  // strb r1, [r0, r1]
    EXPECT_EQ(decode(0x4801).kind, ThumbKind::load);   // ldr r0, [pc, #4]
    EXPECT_EQ(decode(0x9001).kind, ThumbKind::store);  // str r0, [sp, #4]
    EXPECT_EQ(decode(0x1840).kind, ThumbKind::simple); // adds r0, r0, r1
}

TEST(DecodeThumb, CountsTheRegistersOfMultipleTransfers) {
    EXPECT_EQ(decode(0xB510).register_count, 2U); // push {r4, lr}
    EXPECT_EQ(decode(0xBDF0).register_count, 5U); // pop {r4-r7, pc}
    EXPECT_TRUE(decode(0xBDF0).writes_pc);
    EXPECT_FALSE(decode(0xBCF0).writes_pc);                           // pop {r4-r7}
    EXPECT_EQ(decode(0xC807).register_count, 3U);                     // ldm r0!, {r0-r2}
    EXPECT_EQ(decode(0xE8BD, 0x8FF0).register_count, 9U);             // pop.w {r4-r11, pc}
    EXPECT_EQ(decode(0xE9D0, 0x1200).kind, ThumbKind::load_multiple); // ldrd r1, r2, [r0]
}

TEST(DecodeThumb, TellsBranchesApart) {
    EXPECT_EQ(decode(0xD1FE).kind, ThumbKind::branch_conditional);         // bne
    EXPECT_EQ(decode(0xB108).kind, ThumbKind::branch_conditional);         // cbz r0
    EXPECT_EQ(decode(0xE7FE).kind, ThumbKind::branch);                     // b
    EXPECT_EQ(decode(0x4770).kind, ThumbKind::branch);                     // bx lr
    EXPECT_EQ(decode(0xF000, 0xF800).kind, ThumbKind::branch_with_link);   // bl
    EXPECT_EQ(decode(0xF000, 0xB800).kind, ThumbKind::branch);             // b.w
    EXPECT_EQ(decode(0xF040, 0x8000).kind, ThumbKind::branch_conditional); // bne.w
}

TEST(DecodeThumb, KnowsMultipliesAndDivides) {
    EXPECT_EQ(decode(0x4348).kind, ThumbKind::multiply);                         // muls r0, r1
    EXPECT_EQ(decode(0xFB20, 0x0301).kind, ThumbKind::multiply);                 // smlad r3, r0, r1, r0
    EXPECT_EQ(decode(0xFB90, 0xF0F1).kind, ThumbKind::divide);                   // sdiv r0, r0, r1
    EXPECT_EQ(decode(0xFB80, 0x2301).kind, ThumbKind::long_multiply);            // smull r2, r3, r0, r1
    EXPECT_EQ(decode(0xFB00, 0x2001).kind, ThumbKind::multiply_accumulate);      // mla r0, r0, r1, r2
    EXPECT_EQ(decode(0xFBC0, 0x2301).kind, ThumbKind::long_multiply_accumulate); // smlal r2, r3, r0, r1
    EXPECT_EQ(decode(0xFBC0, 0x23C1).kind, ThumbKind::multiply);                 // smlald r2, r3, r0, r1
}

TEST(DecodeThumb, KnowsFloatingPoint) {
    EXPECT_EQ(decode(0xED90, 0x0A00).kind, ThumbKind::load);                      // vldr s0, [r0]
    EXPECT_EQ(decode(0xEE00, 0x0A81).kind, ThumbKind::float_multiply_accumulate); // vmla.f32 s0, s1, s2
    EXPECT_EQ(decode(0xEE80, 0x0A81).kind, ThumbKind::float_divide);              // vdiv.f32 s0, s1, s2
    EXPECT_EQ(decode(0xEE30, 0x0A81).kind, ThumbKind::simple);                    // vadd.f32 s0, s1, s2
}

} // namespace
} // namespace thimble

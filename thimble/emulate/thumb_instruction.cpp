// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/thumb_instruction.h"

#include <bit>

namespace thimble {
namespace {

using Halfword = std::uint32_t;

bool matches(Halfword word, Halfword mask, Halfword value) {
    return (word & mask) == value;
}

ThumbInstruction transfer(bool is_load, std::uint32_t words, bool writes_pc = false) {
    return {is_load ? ThumbKind::load : ThumbKind::store, words, writes_pc};
}

ThumbInstruction multiple(bool is_load, std::uint32_t words, bool writes_pc = false) {
    return {is_load ? ThumbKind::load_multiple : ThumbKind::store_multiple, words, writes_pc};
}

ThumbInstruction of_kind(ThumbKind kind) {
    return {kind, 0, false};
}

std::uint32_t count_bits(Halfword word) {
    return static_cast<std::uint32_t>(std::popcount(word));
}

ThumbInstruction decode_16_branch(Halfword word) {
    if (matches(word, 0xF000, 0xD000)) { // conditions 14 and 15 are UDF and SVC
        return of_kind(matches(word, 0x0E00, 0x0E00) ? ThumbKind::branch : ThumbKind::branch_conditional);
    }
    if (matches(word, 0xF500, 0xB100)) { // CBZ, CBNZ
        return of_kind(ThumbKind::branch_conditional);
    }
    if (matches(word, 0xFF80, 0x4780)) { // BLX register
        return of_kind(ThumbKind::branch_with_link);
    }
    const bool is_branch =
        matches(word, 0xF800, 0xE000) || matches(word, 0xFF80, 0x4700) || matches(word, 0xFF87, 0x4687);
    return of_kind(is_branch ? ThumbKind::branch : ThumbKind::simple);
}

ThumbInstruction decode_16(Halfword word) {
    if (matches(word, 0xFFC0, 0x4340)) {
        return of_kind(ThumbKind::multiply);
    }
    if (matches(word, 0xF000, 0x5000)) { // register offset: STR, STRH, STRB, then the loads
        return transfer((word & 0x0E00) >= 0x0600, 1);
    }
    if (matches(word, 0xF800, 0x4800)) { // LDR literal
        return transfer(true, 1);
    }
    if (word >= 0x6000 && word < 0xA000) { // immediate and stack-relative offsets
        return transfer((word & 0x0800) != 0, 1);
    }
    if (matches(word, 0xFE00, 0xB400)) { // PUSH
        return multiple(false, count_bits(word & 0x1FF));
    }
    if (matches(word, 0xFE00, 0xBC00)) { // POP
        return multiple(true, count_bits(word & 0x1FF), (word & 0x100) != 0);
    }
    if (matches(word, 0xF000, 0xC000)) { // STM, LDM
        return multiple((word & 0x0800) != 0, count_bits(word & 0xFF));
    }
    return decode_16_branch(word);
}

ThumbInstruction decode_float(Halfword first, Halfword second) {
    if (matches(first, 0xFE00, 0xEC00)) { // VLDR, VSTR, VLDM, VSTM
        const bool is_load = (first & 0x0010) != 0;
        const bool is_single = matches(first, 0x0120, 0x0100);
        return is_single ? transfer(is_load, 1) : multiple(is_load, second & 0xFF);
    }
    if (!matches(first, 0xFF00, 0xEE00) || (second & 0x0010) != 0) {
        return of_kind(ThumbKind::simple);
    }
    if (matches(first, 0x00B0, 0x0080) || (matches(first, 0x00BF, 0x00B1) && matches(second, 0x00C0, 0x00C0))) {
        return of_kind(ThumbKind::float_divide); // VDIV, VSQRT
    }
    const bool is_accumulate = matches(first, 0x00B0, 0x0000) || matches(first, 0x00B0, 0x0010) ||
                               matches(first, 0x00B0, 0x0090) || matches(first, 0x00B0, 0x00A0);
    return of_kind(is_accumulate ? ThumbKind::float_multiply_accumulate : ThumbKind::simple);
}

ThumbInstruction decode_32_branch(Halfword first, Halfword second) {
    if (matches(second, 0xD000, 0xD000)) {
        return of_kind(ThumbKind::branch_with_link);
    }
    if (matches(second, 0xD000, 0x9000)) {
        return of_kind(ThumbKind::branch);
    }
    const bool is_conditional = matches(second, 0xD000, 0x8000) && !matches(first, 0x0380, 0x0380);
    return of_kind(is_conditional ? ThumbKind::branch_conditional : ThumbKind::simple);
}

ThumbKind decode_multiply(Halfword first, Halfword second) {
    if (matches(first, 0xFFF0, 0xFB00)) { // MUL has no register to add
        return matches(second, 0xF0F0, 0xF000) ? ThumbKind::multiply : ThumbKind::multiply_accumulate;
    }
    if (matches(first, 0xFFD0, 0xFB80)) {
        return ThumbKind::long_multiply;
    }
    const bool is_whole = matches(second, 0x00F0, 0x0000) || matches(second, 0x00F0, 0x0060);
    return matches(first, 0xFFD0, 0xFBC0) && is_whole ? ThumbKind::long_multiply_accumulate : ThumbKind::multiply;
}

ThumbInstruction decode_32(Halfword first, Halfword second) {
    const bool is_load = (first & 0x0010) != 0;
    if (matches(first, 0xFE40, 0xE800)) { // LDM, STM
        return multiple(is_load, count_bits(second), is_load && (second & 0x8000) != 0);
    }
    if (matches(first, 0xFE40, 0xE840)) { // table branch, or two words
        const bool is_table_branch = matches(first, 0xFFF0, 0xE8D0) && matches(second, 0xFFE0, 0xF000);
        return is_table_branch ? of_kind(ThumbKind::branch) : multiple(is_load, 2);
    }
    if (matches(first, 0xFE00, 0xF800)) { // one word or less
        return transfer(is_load, 1, is_load && matches(second, 0xF000, 0xF000));
    }
    if (matches(first, 0xFFD0, 0xFB90)) {
        return of_kind(ThumbKind::divide);
    }
    if (matches(first, 0xFF00, 0xFB00)) {
        return of_kind(decode_multiply(first, second));
    }
    if (matches(first, 0xEC00, 0xEC00)) {
        return decode_float(first, second);
    }
    if (matches(first, 0xF800, 0xF000) && (second & 0x8000) != 0) {
        return decode_32_branch(first, second);
    }
    return of_kind(ThumbKind::simple);
}

} // namespace

ThumbInstruction decode_thumb(const std::array<std::uint8_t, 4>& bytes, std::uint32_t size_bytes) {
    const Halfword first = bytes[0] | (static_cast<Halfword>(bytes[1]) << 8);
    const Halfword second = bytes[2] | (static_cast<Halfword>(bytes[3]) << 8);
    return size_bytes == 2 ? decode_16(first) : decode_32(first, second);
}

} // namespace thimble

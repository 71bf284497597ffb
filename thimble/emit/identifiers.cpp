// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/identifiers.h"

#include <algorithm>
#include <array>

namespace thimble {

namespace {

/// Keywords of C99, C11 and C++20, alternative tokens and macros that every program sees; sorted.
constexpr auto reserved_words = std::to_array<std::string_view>({
    "NULL",
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "char16_t",
    "char32_t",
    "char8_t",
    "class",
    "co_await",
    "co_return",
    "co_yield",
    "compl",
    "concept",
    "const",
    "const_cast",
    "consteval",
    "constexpr",
    "constinit",
    "continue",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "errno",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "linux",
    "long",
    "main",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "not_eq",
    "nullptr",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "requires",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "static_cast",
    "std",
    "struct",
    "switch",
    "template",
    "this",
    "thread_local",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "typeof",
    "union",
    "unix",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "xor_eq",
});
static_assert(std::is_sorted(reserved_words.begin(), reserved_words.end()));

// The character classes of <cctype> depend on the locale; identifiers must not.
bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

} // namespace

std::string c_identifier(std::string_view name) {
    std::string identifier;
    for (const char character : name) {
        if (is_letter(character) || is_digit(character)) {
            identifier += character;
        } else if (!identifier.empty() && identifier.back() != '_') {
            identifier += '_';
        }
    }
    if (identifier.ends_with('_')) {
        identifier.pop_back();
    }
    if (identifier.empty()) {
        return "unnamed";
    }
    if (is_digit(identifier.front())) {
        identifier.insert(0, "n");
    }
    if (std::binary_search(reserved_words.begin(), reserved_words.end(), std::string_view(identifier))) {
        identifier += '_';
    }
    return identifier;
}

std::string macro_prefix(std::string_view identifier) {
    std::string prefix(identifier);
    for (char& character : prefix) {
        if (character >= 'a' && character <= 'z') {
            character = static_cast<char>(character - 'a' + 'A');
        }
    }
    return prefix;
}

std::string UniqueIdentifiers::make(std::string_view name) {
    const std::string base = c_identifier(name);
    std::string identifier = base;
    for (int number = 2; !taken_.insert(identifier).second; ++number) {
        identifier = base + (base.ends_with('_') ? "" : "_") + std::to_string(number);
    }
    return identifier;
}

} // namespace thimble

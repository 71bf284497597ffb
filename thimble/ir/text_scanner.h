// SPDX-License-Identifier: Apache-2.0
// Splits graph text into tokens and reports mistakes with line, column and the line itself.
#pragma once

#include "thimble/core/error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace thimble {

/// A letter or `_`, then letters, digits and `_`: what needs no quotes as an operator or attribute.
bool is_word(std::string_view text);

/// What needs no quotes after `%`: letters, digits and `_./-`.
bool is_bare_value_name(std::string_view text);

enum class TokenKind : std::uint8_t {
    word,       ///< `conv2d`, `none`, `inf`
    value_name, ///< `%x` or `%"odd name"`; the text is the name
    string,     ///< `"text"`; the text is what the escapes mean
    number,     ///< starts with a digit or `-`: `12`, `-0.5`, `1e-3`, `-inf`, `0x1f`
    symbol,     ///< one character
    end,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;
    std::size_t offset = 0; ///< of the first character in the source

    bool is_symbol(char character) const { return kind == TokenKind::symbol && text.front() == character; }

    bool is_word(std::string_view word) const { return kind == TokenKind::word && text == word; }
};

/// One token of lookahead over a text that must outlive the scanner.
class TextScanner {
public:
    TextScanner(std::string_view source, std::string_view file_name);

    const Token& peek() const { return next_; }

    Token take();
    /// Takes the next token when it is that symbol.
    bool take_symbol_if(char character);

    void expect_symbol(char character);
    void expect_word(std::string_view word);
    /// Takes a token of that kind; `description` names it in the error.
    Token expect(TokenKind kind, std::string_view description);

    /// Raises E0401: expected `expected`, found `token`.
    [[noreturn]] void fail_expected(const Token& token, std::string_view expected) const;
    /// Raises a ModelError at the token.
    [[noreturn]] void fail(const Token& token, std::string_view code, const std::string& message) const;

private:
    void skip_blanks_and_comments();
    Token scan();
    Token scan_string(TokenKind kind, std::size_t start);
    char scan_escape(const Token& token);
    std::string take_while(bool (*belongs)(char));

    std::string_view source_;
    std::string file_name_;
    std::size_t position_ = 0;
    Token next_;
};

} // namespace thimble

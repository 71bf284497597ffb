// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/text_scanner.h"

#include <algorithm>
#include <charconv>

namespace thimble {
namespace {

// <cctype> depends on the locale; graph text does not.
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word_character(char c) {
    return is_letter(c) || is_digit(c);
}

bool is_name_character(char c) {
    return is_word_character(c) || c == '.' || c == '/' || c == '-';
}

bool is_number_character(char c) {
    return is_word_character(c) || c == '.' || c == '+' || c == '-';
}

/// Tokens and lines are cut in messages: a constant may be megabytes of digits.
constexpr std::size_t longest_token_shown = 40;
constexpr std::size_t longest_line_shown = 100;

std::string describe(const Token& token) {
    const std::string shown =
        token.text.size() <= longest_token_shown ? token.text : token.text.substr(0, longest_token_shown) + "...";
    switch (token.kind) {
    case TokenKind::end:
        return "the end of the text";
    case TokenKind::string:
        return fmt::format("the string \"{}\"", shown);
    case TokenKind::value_name:
        return fmt::format("`%{}`", shown);
    default:
        return fmt::format("`{}`", shown);
    }
}

} // namespace

bool is_word(std::string_view text) {
    return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), is_word_character);
}

bool is_bare_value_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
}

TextScanner::TextScanner(std::string_view source, std::string_view file_name)
    : source_(source), file_name_(file_name), next_(scan()) {}

Token TextScanner::take() {
    Token token = std::move(next_);
    next_ = scan();
    return token;
}

bool TextScanner::take_symbol_if(char character) {
    const bool matches = next_.is_symbol(character);
    if (matches) {
        take();
    }
    return matches;
}

void TextScanner::expect_symbol(char character) {
    if (!take_symbol_if(character)) {
        fail_expected(next_, fmt::format("`{}`", character));
    }
}

void TextScanner::expect_word(std::string_view word) {
    if (!next_.is_word(word)) {
        fail_expected(next_, fmt::format("`{}`", word));
    }
    take();
}

Token TextScanner::expect(TokenKind kind, std::string_view description) {
    if (next_.kind != kind) {
        fail_expected(next_, description);
    }
    return take();
}

void TextScanner::fail_expected(const Token& token, std::string_view expected) const {
    fail(token, "E0401", fmt::format("expected {}, found {}", expected, describe(token)));
}

void TextScanner::fail(const Token& token, std::string_view code, const std::string& message) const {
    const std::string_view before = source_.substr(0, token.offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0: the first line
    const std::size_t line_end = std::min(source_.find('\n', token.offset), source_.size());
    const std::size_t column = token.offset - line_start;

    // Of a long line, what lies around the token.
    const std::size_t shown_start =
        line_start + (column > longest_line_shown / 2 ? column - longest_line_shown / 2 : 0);
    const std::size_t shown_size = std::min(longest_line_shown, line_end - shown_start);

    ModelError error(code, fmt::format("line {}, column {}: {}", line, column + 1, message));
    error.add_context({file_name_, "", ""});
    error.add_note(std::string(source_.substr(shown_start, shown_size)));
    error.add_note(std::string(token.offset - shown_start, ' ') + "^");
    throw error;
}

void TextScanner::skip_blanks_and_comments() {
    while (position_ < source_.size()) {
        if (std::string_view(" \t\r\n").find(source_[position_]) != std::string_view::npos) {
            ++position_;
        } else if (source_.substr(position_, 2) == "//") {
            position_ = std::min(source_.find('\n', position_), source_.size());
        } else {
            return;
        }
    }
}

std::string TextScanner::take_while(bool (*belongs)(char)) {
    const std::size_t start = position_;
    while (position_ < source_.size() && belongs(source_[position_])) {
        ++position_;
    }
    return std::string(source_.substr(start, position_ - start));
}

Token TextScanner::scan() {
    skip_blanks_and_comments();
    const std::size_t start = position_;
    if (start == source_.size()) {
        return {TokenKind::end, "", start};
    }
    const char first = source_[start];
    if (is_letter(first)) {
        return {TokenKind::word, take_while(is_word_character), start};
    }
    if (is_digit(first) || first == '-') {
        return {TokenKind::number, take_while(is_number_character), start};
    }
    if (first == '"') {
        return scan_string(TokenKind::string, start);
    }
    ++position_;
    if (first != '%') {
        return {TokenKind::symbol, std::string(1, first), start};
    }
    if (position_ < source_.size() && source_[position_] == '"') {
        return scan_string(TokenKind::value_name, start);
    }
    return {TokenKind::value_name, take_while(is_name_character), start};
}

Token TextScanner::scan_string(TokenKind kind, std::size_t start) {
    Token token{kind, "", start};
    ++position_; // the opening quote
    while (position_ < source_.size() && source_[position_] != '"' && source_[position_] != '\n') {
        const char character = source_[position_++];
        token.text += character == '\\' ? scan_escape(token) : character;
    }
    if (position_ == source_.size() || source_[position_] == '\n') {
        fail({TokenKind::symbol, "\"", start}, "E0401", "the string that starts here does not end on its line");
    }
    ++position_;
    return token;
}

char TextScanner::scan_escape(const Token& token) {
    const char kind = position_ < source_.size() ? source_[position_++] : '\0';
    if (kind == '"' || kind == '\\') {
        return kind;
    }
    if (kind == 'n' || kind == 't') {
        return kind == 'n' ? '\n' : '\t';
    }
    const std::string_view digits = source_.substr(position_, 2);
    unsigned value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (kind != 'x' || digits.size() != 2 || result.ec != std::errc{} || result.ptr != digits.data() + 2) {
        fail(token, "E0401", "this string has an unknown escape, expected \\\", \\\\, \\n, \\t or \\xNN");
    }
    position_ += 2;
    return static_cast<char>(value);
}

} // namespace thimble

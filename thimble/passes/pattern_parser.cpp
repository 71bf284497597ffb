// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/passes/pattern.h"

#include <cctype>
#include <cstdlib>

namespace thimble {

namespace {

/// Recursive descent over the text; the patterns are the program's own, so that any error is internal.
class PatternParser {
public:
    explicit PatternParser(std::string_view text) : text_(text) {}

    Pattern parse_all() {
        Pattern pattern = parse_pattern();
        THIMBLE_CHECK(peek() == '\0', "pattern `{}` goes on after its end", text_);
        return pattern;
    }

private:
    char peek() {
        while (place_ < text_.size() && text_[place_] == ' ') {
            ++place_;
        }
        return place_ < text_.size() ? text_[place_] : '\0';
    }

    bool accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        ++place_;
        return true;
    }

    void expect(char wanted) { THIMBLE_CHECK(accept(wanted), "pattern `{}` lacks `{}`", text_, wanted); }

    std::string parse_name() {
        peek();
        const std::size_t start = place_;
        while (place_ < text_.size() &&
               (std::isalnum(static_cast<unsigned char>(text_[place_])) != 0 || text_[place_] == '_')) {
            ++place_;
        }
        THIMBLE_CHECK(place_ > start, "pattern `{}` lacks a name", text_);
        return std::string(text_.substr(start, place_ - start));
    }

    double parse_number() {
        const std::string rest(text_.substr(place_));
        char* end = nullptr;
        const double number = std::strtod(rest.c_str(), &end);
        THIMBLE_CHECK(end != rest.c_str(), "pattern `{}` lacks a number", text_);
        place_ += static_cast<std::size_t>(end - rest.c_str());
        return number;
    }

    bool is_number() { return peek() == '-' || std::isdigit(static_cast<unsigned char>(peek())) != 0; }

    Pattern parse_pattern() {
        Pattern pattern;
        if (is_number()) {
            pattern.kind = Pattern::Kind::number;
            pattern.number = parse_number();
        } else if (accept('#')) {
            pattern.kind = Pattern::Kind::any_number;
            pattern.name = parse_name();
        } else if (accept('&')) {
            pattern.kind = Pattern::Kind::constant;
            pattern.name = parse_name();
        } else if (accept('[')) {
            pattern.kind = Pattern::Kind::alternatives;
            pattern.children = parse_list('|', ']');
        } else {
            parse_named(pattern);
        }
        return pattern;
    }

    void parse_named(Pattern& pattern) {
        pattern.name = parse_name();
        if (accept('@')) {
            const std::string binding = pattern.name;
            pattern = parse_pattern();
            pattern.binding = binding;
            return;
        }
        if (accept('{')) {
            parse_attributes(pattern);
        }
        if (accept('(')) {
            pattern.kind = Pattern::Kind::operation;
            pattern.children = parse_list(',', ')');
        }
    }

    std::vector<Pattern> parse_list(char separator, char end) {
        std::vector<Pattern> list = {parse_pattern()};
        while (accept(separator)) {
            list.push_back(parse_pattern());
        }
        expect(end);
        return list;
    }

    void parse_attributes(Pattern& pattern) {
        do {
            const std::string name = parse_name();
            expect('=');
            if (accept('$') || accept('#')) {
                pattern.attributes[name] = parse_name();
            } else {
                peek();
                pattern.attributes[name] = parse_number();
            }
        } while (accept(','));
        expect('}');
    }

    std::string_view text_;
    std::size_t place_ = 0;
};

} // namespace

Pattern Pattern::parse(std::string_view text) {
    return PatternParser(text).parse_all();
}

} // namespace thimble

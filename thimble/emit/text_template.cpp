// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/text_template.h"

#include "thimble/core/error.h"

namespace thimble {

std::string fill_template(std::string_view text, const TextValues& values) {
    constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    std::string result;
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('@'), text.size());
        result += text.substr(0, open);
        text.remove_prefix(open);
        if (text.empty()) {
            break;
        }
        const std::size_t close = text.find_first_not_of(name_characters, 1);
        if (close == std::string_view::npos || close == 1 || text[close] != '@') {
            result += '@';
            text.remove_prefix(1);
            continue;
        }
        const std::string_view name = text.substr(1, close - 1);
        const auto value = values.find(name);
        THIMBLE_CHECK(value != values.end(), "template has a gap {} that nothing fills", name);
        result += value->second;
        text.remove_prefix(close + 1);
    }
    return result;
}

} // namespace thimble

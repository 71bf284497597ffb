// SPDX-License-Identifier: Apache-2.0
// Edit distance over three rows of the usual table.
#include "thimble/core/nearest_name.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace thimble {

std::size_t edit_distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> before_last(to.size() + 1);
    std::vector<std::size_t> last(to.size() + 1);
    std::vector<std::size_t> current(to.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= from.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
                current[j] = std::min(current[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, current);
    }
    return last[to.size()];
}

std::optional<std::string> nearest_name(std::string_view word, const std::vector<std::string>& candidates) {
    std::optional<std::string> nearest;
    std::size_t fewest = 0;
    for (const std::string& candidate : candidates) {
        const std::size_t edits = edit_distance(word, candidate);
        const std::size_t allowed = 1 + std::max(word.size(), candidate.size()) / 3;
        if (edits <= allowed && (!nearest || edits < fewest)) {
            nearest = candidate;
            fewest = edits;
        }
    }
    return nearest;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const std::optional<std::string> nearest = nearest_name(word, candidates);
    return nearest ? fmt::format("did you mean `{}`?", *nearest) : std::string();
}

} // namespace thimble

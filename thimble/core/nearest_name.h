// SPDX-License-Identifier: Apache-2.0
// The name a misspelt word was probably meant to be, for "did you mean" hints.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

/// Edits that turn `from` into `to`: insert, delete or replace a character, swap two neighbours.
/// Source: Boytsov, "Indexing methods for approximate dictionary searching", 2011, optimal string alignment.
std::size_t edit_distance(std::string_view from, std::string_view to);

/// The candidate with the fewest edits from `word`, the first of equals; empty when all are too
/// different to be a slip of the fingers (more than one edit for every three characters).
std::optional<std::string> nearest_name(std::string_view word, const std::vector<std::string>& candidates);

/// `` did you mean `cortex-m4`? `` or an empty string.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

} // namespace thimble

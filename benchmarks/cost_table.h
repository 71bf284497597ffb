// SPDX-License-Identifier: Apache-2.0
// The costs of models on cores, as JSON that is kept and compared, and as a table to read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thimble::benchmarks {

/// One model on one core under one setting. All figures are measured but the cycles, which are estimated.
struct Cost {
    std::string model;
    std::string target;
    std::string optimize;
    std::int64_t macs = 0;
    std::uint64_t instructions = 0;
    std::optional<std::uint64_t> cycles_estimated;
    std::uint64_t arena_bytes = 0;
    std::uint64_t stack_bytes = 0;
    std::uint64_t flash_code_bytes = 0;
    std::uint64_t flash_weight_bytes = 0;
};

/// One object a row, in the order given; ends with a newline.
std::string to_json(const std::vector<Cost>& costs);

/// Errors: ModelError E0206 for a text that to_json did not write.
std::vector<Cost> from_json(const std::string& text);

/// A table for each core and setting, in Markdown.
std::string to_markdown(const std::vector<Cost>& costs);

/// A line for each figure of `found` that is more than `percent` above the kept one, and for each row that is kept and
/// not found.
std::vector<std::string> regressions(const std::vector<Cost>& kept, const std::vector<Cost>& found, double percent);

/// A line for each figure that is more than `percent` below the kept one: reason to keep the new ones.
std::vector<std::string> gains(const std::vector<Cost>& kept, const std::vector<Cost>& found, double percent);

} // namespace thimble::benchmarks

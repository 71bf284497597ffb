// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble::cli {
namespace {

std::string trim_right(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

} // namespace

std::string Table::to_string() const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        widths.push_back(columns_[column].title.size());
        for (const auto& row : rows_) {
            widths[column] = std::max(widths[column], column < row.size() ? row[column].size() : 0);
        }
    }
    const auto line = [&](const auto& cell_of) {
        std::string text;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            text += columns_[column].align == Align::left ? fmt::format("{:<{}}  ", cell_of(column), widths[column])
                                                          : fmt::format("{:>{}}  ", cell_of(column), widths[column]);
        }
        return trim_right(text) + "\n";
    };
    const std::string rule = line([&](std::size_t column) { return std::string(widths[column], '-'); });
    std::string text = line([&](std::size_t column) { return columns_[column].title; }) + rule;
    for (const auto& row : rows_) {
        text += row.empty() ? rule : line([&](std::size_t column) { return column < row.size() ? row[column] : ""; });
    }
    return text;
}

} // namespace thimble::cli

// SPDX-License-Identifier: Apache-2.0
// A plain text table: columns as wide as their longest cell.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace thimble::cli {

enum class Align : std::uint8_t { left, right };

class Table {
public:
    struct Column {
        std::string title;
        Align align = Align::left;
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

    /// A horizontal line before the next row.
    void add_rule() { rows_.emplace_back(); }

    std::string to_string() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace thimble::cli

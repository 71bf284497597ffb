// SPDX-License-Identifier: Apache-2.0
// Strict reading of one table of a TOML file: each key is read with its type, and what is left over is an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace thimble {

class TomlSection {
public:
    /// `name` is the table's for messages, empty for the top of the file. `table` may be null: no key is set.
    TomlSection(const toml::table* table, std::string name, std::string file);

    /// Each leaves `value` alone when the key is absent.
    /// Errors: ModelError E0213 for another type.
    void read(const std::string& key, std::string& value);
    void read(const std::string& key, std::uint64_t& value);
    void read(const std::string& key, std::vector<std::string>& value);

    /// The table below `key`, or null when it is absent.
    /// Errors: ModelError E0213 when it is no table.
    const toml::table* table(const std::string& key);

    bool has(const std::string& key) const { return table_ != nullptr && table_->contains(key); }

    /// Throws ModelError with file and line of `key`.
    [[noreturn]] void fail(std::string_view code, const std::string& key, const std::string& message) const;

    /// Call when all known keys were asked for.
    /// Errors: ModelError E0212 for a key that was not.
    void refuse_unknown_keys() const;

private:
    const toml::node* find(const std::string& key);

    const toml::table* table_;
    std::string name_;
    std::string file_;
    std::vector<std::string> known_;
};

} // namespace thimble

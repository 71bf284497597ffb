// SPDX-License-Identifier: Apache-2.0
#include "thimble/target/toml_section.h"

#include "thimble/core/error.h"
#include "thimble/core/nearest_name.h"

#include <algorithm>
#include <sstream>

namespace thimble {
namespace {

std::string type_name(const toml::node& node) {
    std::ostringstream text;
    text << node.type();
    return text.str();
}

ModelError
error_at(const toml::node& node, const std::string& file, std::string_view code, const std::string& message) {
    ModelError error(code, message);
    error.add_context({fmt::format("{}:{}", file, node.source().begin.line), {}, {}});
    return error;
}

} // namespace

TomlSection::TomlSection(const toml::table* table, std::string name, std::string file)
    : table_(table), name_(std::move(name)), file_(std::move(file)) {}

const toml::node* TomlSection::find(const std::string& key) {
    known_.push_back(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

void TomlSection::read(const std::string& key, std::string& value) {
    if (const toml::node* node = find(key)) {
        if (!node->is_string()) {
            throw error_at(
                *node, file_, "E0213", fmt::format("`{}` expects a string, found {}", key, type_name(*node))
            );
        }
        value = node->as_string()->get();
    }
}

void TomlSection::read(const std::string& key, std::uint64_t& value) {
    if (const toml::node* node = find(key)) {
        if (!node->is_integer()) {
            throw error_at(
                *node, file_, "E0213", fmt::format("`{}` expects an integer, found {}", key, type_name(*node))
            );
        }
        const std::int64_t number = node->as_integer()->get();
        if (number < 0) {
            throw error_at(*node, file_, "E0213", fmt::format("`{}` expects zero or more, found {}", key, number));
        }
        value = static_cast<std::uint64_t>(number);
    }
}

void TomlSection::read(const std::string& key, std::vector<std::string>& value) {
    const toml::node* node = find(key);
    if (node == nullptr) {
        return;
    }
    if (!node->is_array()) {
        throw error_at(
            *node, file_, "E0213", fmt::format("`{}` expects a list of strings, found {}", key, type_name(*node))
        );
    }
    value.clear();
    for (const toml::node& element : *node->as_array()) {
        if (!element.is_string()) {
            throw error_at(
                element, file_, "E0213",
                fmt::format("`{}` expects a list of strings, found {} in it", key, type_name(element))
            );
        }
        value.push_back(element.as_string()->get());
    }
}

const toml::table* TomlSection::table(const std::string& key) {
    const toml::node* node = find(key);
    if (node != nullptr && !node->is_table()) {
        throw error_at(*node, file_, "E0213", fmt::format("`{}` expects a table, found {}", key, type_name(*node)));
    }
    return node == nullptr ? nullptr : node->as_table();
}

void TomlSection::fail(std::string_view code, const std::string& key, const std::string& message) const {
    const toml::node* node = table_ == nullptr ? nullptr : table_->get(key);
    if (node == nullptr) {
        ModelError error(code, message);
        error.add_context({file_, {}, {}});
        throw error;
    }
    throw error_at(*node, file_, code, message);
}

void TomlSection::refuse_unknown_keys() const {
    if (table_ == nullptr) {
        return;
    }
    for (const auto& [key, node] : *table_) {
        const std::string word(key.str());
        if (std::find(known_.begin(), known_.end(), word) != known_.end()) {
            continue;
        }
        const std::string where = name_.empty() ? "" : fmt::format(" in [{}]", name_);
        ModelError error("E0212", fmt::format("unknown key `{}`{}", word, where));
        error.add_context({fmt::format("{}:{}", file_, key.source().begin.line), {}, {}});
        error.add_note(fmt::format("known keys: {}", fmt::join(known_, ", ")));
        error.set_hint(did_you_mean(word, known_));
        throw error;
    }
}

} // namespace thimble

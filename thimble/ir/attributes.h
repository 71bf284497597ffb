// SPDX-License-Identifier: Apache-2.0
// Named, typed attributes of a node; ordered by name so that printing is stable.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thimble {

using AttributeValue = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>, std::vector<double>>;

class Attributes {
public:
    using Map = std::map<std::string, AttributeValue, std::less<>>;

    Attributes() = default;

    Attributes(std::initializer_list<Map::value_type> entries) : entries_(entries) {}

    bool has(std::string_view name) const { return entries_.find(name) != entries_.end(); }

    void set(const std::string& name, AttributeValue value) { entries_[name] = std::move(value); }

    /// Removes the attribute when it is there.
    void erase(const std::string& name) { entries_.erase(name); }

    /// The attribute as `Kind`; throws InternalError when it is absent or of another kind
    /// (the graph verifier has checked both against the operator's definition).
    template <typename Kind> const Kind& get(std::string_view name) const;

    const Map& entries() const { return entries_; }

    friend bool operator==(const Attributes&, const Attributes&) = default;

private:
    Map entries_;
};

} // namespace thimble

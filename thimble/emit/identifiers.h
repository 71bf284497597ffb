// SPDX-License-Identifier: Apache-2.0
// C and C++ identifiers from arbitrary names.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace thimble {

/// `name` with every run of other characters replaced by one underscore, none at either end: a legal
/// identifier of C and C++ that is no keyword and not reserved. `unnamed` when nothing is left.
std::string c_identifier(std::string_view name);

/// The prefix of a model's macros: the identifier in upper case.
std::string macro_prefix(std::string_view identifier);

/// Hands out identifiers that differ from each other.
class UniqueIdentifiers {
public:
    /// c_identifier(name), with `_2`, `_3`, ... appended where it was handed out before.
    std::string make(std::string_view name);

private:
    std::set<std::string> taken_;
};

} // namespace thimble

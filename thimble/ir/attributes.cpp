// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/attributes.h"

#include "thimble/core/error.h"

namespace thimble {

template <typename Kind> const Kind& Attributes::get(std::string_view name) const {
    const auto found = entries_.find(name);
    THIMBLE_CHECK(found != entries_.end(), "attribute `{}` is missing", name);
    const Kind* value = std::get_if<Kind>(&found->second);
    THIMBLE_CHECK(value != nullptr, "attribute `{}` has another kind than its reader expects", name);
    return *value;
}

template const std::int64_t& Attributes::get(std::string_view) const;
template const double& Attributes::get(std::string_view) const;
template const std::string& Attributes::get(std::string_view) const;
template const std::vector<std::int64_t>& Attributes::get(std::string_view) const;
template const std::vector<double>& Attributes::get(std::string_view) const;

} // namespace thimble

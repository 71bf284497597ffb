// SPDX-License-Identifier: Apache-2.0
#include "thimble/execute/kernel_registry.h"

#include "thimble/core/error.h"
#include "thimble/execute/kernel_headers.inc"

#include <map>

namespace thimble {

namespace {

const std::map<std::string_view, KernelEntry>& kernels() {
    static const std::map<std::string_view, KernelEntry> entries = {
#define THIMBLE_KERNEL(name, function) {name, kernel_entry<&function>()},
#include "thimble/execute/kernel_list.inc"
#undef THIMBLE_KERNEL
    };
    return entries;
}

} // namespace

const KernelEntry& find_kernel(std::string_view name) {
    const auto found = kernels().find(name);
    THIMBLE_CHECK(found != kernels().end(), "no kernel is named `{}`", name);
    return found->second;
}

std::vector<std::string_view> kernel_names() {
    std::vector<std::string_view> names;
    for (const auto& [name, entry] : kernels()) {
        names.push_back(name);
    }
    return names;
}

} // namespace thimble

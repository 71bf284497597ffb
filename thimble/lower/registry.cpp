// SPDX-License-Identifier: Apache-2.0
// The variants of every operator, made from cmake/operators.cmake.
#include "thimble/core/error.h"
#include "thimble/lower/kernel_variant.h"

#include <map>

namespace thimble {

#define THIMBLE_OPERATOR(name) std::vector<KernelVariant> name##_variants();
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR

const std::vector<KernelVariant>& kernel_variants(std::string_view op) {
    static const std::map<std::string_view, std::vector<KernelVariant>> variants = {
#define THIMBLE_OPERATOR(name) {#name, name##_variants()},
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR
    };
    const auto found = variants.find(op);
    THIMBLE_CHECK(found != variants.end(), "no operator is named `{}`", op);
    return found->second;
}

} // namespace thimble

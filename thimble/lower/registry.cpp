// SPDX-License-Identifier: Apache-2.0
// The variants of every operator, made from cmake/operators.cmake.
#include "thimble/core/error.h"
#include "thimble/lower/kernel_variant.h"

#include <map>

namespace thimble {

#define THIMBLE_OPERATOR(name) std::vector<KernelVariant> name##_variants();
#define THIMBLE_FAMILY(name) std::vector<KernelVariant> name##_variants(std::string_view op);
#define THIMBLE_MEMBER(family, name)
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR
#undef THIMBLE_FAMILY
#undef THIMBLE_MEMBER

const std::vector<KernelVariant>& kernel_variants(std::string_view op) {
    static const std::map<std::string_view, std::vector<KernelVariant>> variants = {
#define THIMBLE_OPERATOR(name) {#name, name##_variants()},
#define THIMBLE_FAMILY(name)
#define THIMBLE_MEMBER(family, name) {#name, family##_variants(#name)},
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR
#undef THIMBLE_FAMILY
#undef THIMBLE_MEMBER
    };
    const auto found = variants.find(op);
    THIMBLE_CHECK(found != variants.end(), "no operator is named `{}`", op);
    return found->second;
}

} // namespace thimble

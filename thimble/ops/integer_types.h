// SPDX-License-Identifier: Apache-2.0
// Plain integers in references: dispatch on their type, and a type in which no result overflows.
#pragma once

#include "thimble/core/visit_data_type.h"
#include "thimble/ops/op_def.h"

#include <type_traits>

namespace thimble {

/// Holds sums, differences, products and quotients of two integers of any data type.
__extension__ using WideInteger = __int128;

/// Calls visit(Element{}) with the C++ type of an integer data type.
template <typename Visit> void visit_integer_type(DataType type, Visit visit) {
    visit_data_type(type, [&]<typename Element>(Element element) {
        if constexpr (std::is_integral_v<Element> && !std::is_same_v<Element, bool>) {
            visit(element);
        } else {
            THIMBLE_CHECK(false, "{} is not an integer type", name(type));
        }
    });
}

} // namespace thimble

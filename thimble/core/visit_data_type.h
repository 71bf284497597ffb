// SPDX-License-Identifier: Apache-2.0
// From a DataType at run time to a C++ element type at compile time.
#pragma once

#include "thimble/core/data_type.h"
#include "thimble/core/error.h"

namespace thimble {

/// Calls visit(Element{}) with the C++ type of `type`; booleans are visited as bool.
template <typename Visit> decltype(auto) visit_data_type(DataType type, Visit&& visit) {
    switch (type) {
    case DataType::float32:
        return visit(float{});
    case DataType::int8:
        return visit(std::int8_t{});
    case DataType::uint8:
        return visit(std::uint8_t{});
    case DataType::int16:
        return visit(std::int16_t{});
    case DataType::int32:
        return visit(std::int32_t{});
    case DataType::int64:
        return visit(std::int64_t{});
    case DataType::boolean:
        return visit(bool{});
    }
    throw InternalError("unknown data type");
}

} // namespace thimble

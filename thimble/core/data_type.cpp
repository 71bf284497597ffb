// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/data_type.h"

#include <array>

namespace thimble {
namespace {

struct Entry {
    std::string_view name;
    std::size_t bytes;
};

constexpr std::array<Entry, 7> entries = {Entry{"float32", 4}, {"int8", 1},  {"uint8", 1}, {"int16", 2},
                                          {"int32", 4},        {"int64", 8}, {"bool", 1}};

} // namespace

std::size_t size_bytes(DataType type) {
    return entries[static_cast<std::size_t>(type)].bytes;
}

std::string_view name(DataType type) {
    return entries[static_cast<std::size_t>(type)].name;
}

std::optional<DataType> parse_data_type(std::string_view word) {
    for (std::size_t index = 0; index < entries.size(); ++index) {
        if (entries[index].name == word) {
            return static_cast<DataType>(index);
        }
    }
    return std::nullopt;
}

bool is_integer_type(DataType type) {
    return type != DataType::float32 && type != DataType::boolean;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/npy_file.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

namespace thimble {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::int64_t most_elements = std::int64_t{1} << 31;

[[noreturn]] void fail(const std::string& message) {
    throw ModelError("E0206", message);
}

DataType data_type_of_description(const std::string& description) {
    // `<` is little-endian, `|` has no order, `=` is that of the machine that wrote it, which is ours.
    static const std::map<std::string, DataType> types = {
        {"f4", DataType::float32}, {"i1", DataType::int8},  {"u1", DataType::uint8},  {"i2", DataType::int16},
        {"i4", DataType::int32},   {"i8", DataType::int64}, {"b1", DataType::boolean}};
    const bool is_ordered =
        description.size() == 3 && std::string_view("<|=").find(description[0]) != std::string::npos;
    const auto found = is_ordered ? types.find(description.substr(1)) : types.end();
    if (found == types.end()) {
        fail(fmt::format("array has data type `{}`, expected <f4, |i1, |u1, <i2, <i4, <i8 or |b1", description));
    }
    return found->second;
}

/// The text between `open` and `close` after `'key':` in the header, which is a Python dictionary.
std::string entry(const std::string& header, const std::string& key, char open, char close) {
    const std::size_t name = header.find("'" + key + "'");
    const std::size_t begin = name == std::string::npos ? name : header.find(open, name + key.size() + 2);
    const std::size_t end = begin == std::string::npos ? begin : header.find(close, begin + 1);
    if (end == std::string::npos) {
        fail(fmt::format("header names no {}", key));
    }
    return header.substr(begin + 1, end - begin - 1);
}

Shape shape_of_tuple(const std::string& tuple) {
    std::vector<std::int64_t> extents;
    std::int64_t elements = 1;
    for (std::size_t position = 0; position < tuple.size();) {
        const std::size_t comma = std::min(tuple.find(',', position), tuple.size());
        const std::size_t digit = std::min(tuple.find_first_not_of(' ', position), comma);
        if (digit < comma) {
            std::int64_t extent = -1;
            const char* const end = tuple.data() + comma;
            const auto [stop, failure] = std::from_chars(tuple.data() + digit, end, extent);
            if (failure != std::errc() || stop != end || extent < 0 ||
                (extent > 0 && elements > most_elements / extent)) {
                fail(fmt::format("shape is ({}), expected extents with 2^31 elements at most", tuple));
            }
            extents.push_back(extent);
            elements *= std::max<std::int64_t>(extent, 1);
        }
        position = comma + 1;
    }
    return Shape(extents);
}

Tensor read(std::string_view text) {
    if (!text.starts_with(magic) || text.size() < 12) {
        fail("the file does not start like a NumPy array");
    }
    const auto byte = [&](std::size_t index) {
        return static_cast<std::size_t>(static_cast<unsigned char>(text[index]));
    };
    // The length of the header has two bytes in version 1, four later.
    const bool is_first_version = byte(6) == 1;
    const std::size_t header_begin = is_first_version ? 10 : 12;
    const std::size_t header_bytes =
        byte(8) + (byte(9) << 8U) + (is_first_version ? 0 : (byte(10) << 16U) + (byte(11) << 24U));
    if (header_bytes > text.size() - header_begin) {
        fail(fmt::format("header of {} bytes in a file of {}", header_bytes, text.size()));
    }
    const std::string header(text.substr(header_begin, header_bytes));
    if (header.find("'fortran_order': True") != std::string::npos) {
        fail("array is in Fortran order, expected C order (numpy.ascontiguousarray)");
    }
    const DataType type = data_type_of_description(entry(header, "descr", '\'', '\''));
    const TensorType tensor_type{type, shape_of_tuple(entry(header, "shape", '(', ')')), {}};
    const std::string_view data = text.substr(header_begin + header_bytes);
    if (data.size() != tensor_type.byte_count()) {
        fail(fmt::format(
            "{} bytes of data, {} {} takes {}", data.size(), name(type), tensor_type.shape.to_string(),
            tensor_type.byte_count()
        ));
    }
    Tensor tensor(tensor_type);
    std::transform(data.begin(), data.end(), tensor.bytes.begin(), [type](char element) {
        return type == DataType::boolean ? std::byte{element != 0} : static_cast<std::byte>(element);
    });
    return tensor;
}

} // namespace

Tensor read_npy(std::span<const std::byte> bytes, const std::string& file_name) {
    try {
        return read({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    } catch (Error& error) {
        error.add_context({.file = file_name, .node = {}, .op = {}});
        throw;
    }
}

} // namespace thimble

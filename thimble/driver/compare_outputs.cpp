// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/compare_outputs.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace thimble {
namespace {

double difference(double found, double expected) {
    if (std::isnan(found) && std::isnan(expected)) {
        return 0;
    }
    const double result = std::abs(found - expected);
    return std::isnan(result) ? (found == expected ? 0 : std::numeric_limits<double>::infinity()) : result;
}

template <typename Element>
void compare_elements(
    const std::byte* found, const std::byte* expected, std::size_t count, double relative_tolerance,
    OutputDifference& result
) {
    std::vector<Element> found_elements(count);
    std::vector<Element> expected_elements(count);
    std::memcpy(found_elements.data(), found, count * sizeof(Element));
    std::memcpy(expected_elements.data(), expected, count * sizeof(Element));
    double largest = 0;
    for (const Element element : expected_elements) {
        largest = std::max(largest, std::abs(static_cast<double>(element)));
    }
    for (std::size_t index = 0; index < count; ++index) {
        const double distance =
            difference(static_cast<double>(found_elements[index]), static_cast<double>(expected_elements[index]));
        if (distance > 0 && result.first_difference.empty()) {
            result.first_difference = fmt::format(
                "element {}: found {}, expected {}", index, +found_elements[index], +expected_elements[index]
            );
        }
        result.max_abs_difference = std::max(result.max_abs_difference, distance);
        const double allowed = std::is_floating_point_v<Element> ? relative_tolerance * largest : 0;
        result.is_within = result.is_within && distance <= allowed;
    }
}

} // namespace

OutputDifference compare_outputs(
    const Graph& graph, const std::vector<std::byte>& found, const std::vector<std::byte>& expected,
    double relative_tolerance
) {
    THIMBLE_CHECK(
        found.size() == expected.size(), "outputs of {} and {} bytes cannot be compared", found.size(), expected.size()
    );
    OutputDifference result;
    result.is_equal = found == expected;
    std::size_t position = 0;
    for (const ValueId id : graph.outputs) {
        const TensorType& type = graph.value(id).type;
        const auto count = static_cast<std::size_t>(type.shape.element_count());
        const auto compare = [&]<typename Element>(Element) {
            compare_elements<Element>(
                found.data() + position, expected.data() + position, count, relative_tolerance, result
            );
        };
        switch (type.data_type) {
        case DataType::float32:
            compare(float{});
            break;
        case DataType::int8:
            compare(std::int8_t{});
            break;
        case DataType::uint8:
        case DataType::boolean:
            compare(std::uint8_t{});
            break;
        case DataType::int16:
            compare(std::int16_t{});
            break;
        case DataType::int32:
            compare(std::int32_t{});
            break;
        case DataType::int64:
            compare(std::int64_t{});
            break;
        }
        position += type.byte_count();
    }
    return result;
}

} // namespace thimble

// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/compare_outputs.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

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
    for (const ValueId id : graph.port_outputs()) {
        const TensorType& type = graph.value(id).type;
        const auto count = static_cast<std::size_t>(type.shape.element_count());
        const auto compare = [&]<typename Element>(Element) {
            compare_elements<Element>(
                found.data() + position, expected.data() + position, count, relative_tolerance, result
            );
        };
        visit_data_type(type.data_type, [&]<typename Element>(Element) {
            // Booleans are compared as the bytes they are: 2 is not 1.
            compare(std::conditional_t<std::is_same_v<Element, bool>, std::uint8_t, Element>{});
        });
        position += type.byte_count();
    }
    return result;
}

} // namespace thimble

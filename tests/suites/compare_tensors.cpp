// SPDX-License-Identifier: Apache-2.0
#include "tests/suites/compare_tensors.h"

#include "thimble/core/visit_data_type.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace thimble::suites {
namespace {

constexpr double onnx_absolute = 1e-7;
constexpr double onnx_relative = 1e-3;
constexpr double thimble_relative = 1e-4;
// Between a number and NaN, infinity, or nothing.
constexpr double beyond_measure = std::numeric_limits<double>::max();

double distance(double found, double expected) {
    if (found == expected || (std::isnan(found) && std::isnan(expected))) {
        return 0;
    }
    const double result = std::abs(found - expected);
    return std::isfinite(result) ? result : beyond_measure;
}

template <typename Element> double largest_magnitude(std::span<const Element> elements) {
    double largest = 0;
    for (const Element element : elements) {
        const double magnitude = std::abs(static_cast<double>(element));
        largest = std::isfinite(magnitude) ? std::max(largest, magnitude) : largest;
    }
    return largest;
}

template <typename Element>
Nearness nearness_of(double difference, double expected, double largest, Quantised quantised) {
    if (difference == 0) {
        return Nearness::exact;
    }
    if constexpr (std::is_floating_point_v<Element>) {
        if (difference <= onnx_absolute + onnx_relative * std::abs(expected)) {
            return Nearness::elementwise;
        }
        return difference <= thimble_relative * largest ? Nearness::relative : Nearness::different;
    }
    return quantised == Quantised::yes && difference <= 1 ? Nearness::one_quantum : Nearness::different;
}

template <typename Element>
TensorComparison compare_elements(const Tensor& found, const Tensor& expected, Quantised quantised) {
    TensorComparison result;
    const auto found_elements = found.elements<Element>();
    const auto expected_elements = expected.elements<Element>();
    const double largest = largest_magnitude(expected_elements);
    for (std::size_t index = 0; index < expected_elements.size(); ++index) {
        const auto wanted = static_cast<double>(expected_elements[index]);
        double difference = distance(static_cast<double>(found_elements[index]), wanted);
        if (difference == 0 && !std::is_floating_point_v<Element> &&
            found_elements[index] != expected_elements[index]) {
            difference = 1; // int64 beyond what a double tells apart
        }
        const Nearness nearness = nearness_of<Element>(difference, wanted, largest, quantised);
        if (nearness > result.nearness) {
            result.nearness = nearness;
            result.what = fmt::format(
                "element {}: found {}, expected {}", index, +found_elements[index], +expected_elements[index]
            );
        }
        result.max_difference = std::max(result.max_difference, difference);
    }
    return result;
}

std::string type_text(const TensorType& type) {
    return fmt::format("{} {}", name(type.data_type), type.shape.to_string());
}

} // namespace

TensorComparison compare(const Tensor& found, const Tensor& expected, Quantised quantised) {
    if (found.type.data_type != expected.type.data_type || found.type.shape != expected.type.shape) {
        return {
            Nearness::different, beyond_measure,
            fmt::format("found {}, expected {}", type_text(found.type), type_text(expected.type))};
    }
    return visit_data_type(expected.type.data_type, [&]<typename Element>(Element) {
        // Booleans are compared as the bytes they are: 2 is not 1.
        using Stored = std::conditional_t<std::is_same_v<Element, bool>, std::uint8_t, Element>;
        return compare_elements<Stored>(found, expected, quantised);
    });
}

} // namespace thimble::suites

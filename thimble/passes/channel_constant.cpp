// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/channel_constant.h"

namespace thimble {

std::optional<std::vector<double>> channel_constant(const Graph& graph, ValueId id, const Shape& shape) {
    if (!graph.is_constant(id) || shape.rank() == 0) {
        return std::nullopt;
    }
    const Tensor& constant = *graph.value(id).constant;
    const Shape& given = constant.type.shape;
    const std::int64_t channels = shape[shape.rank() - 1];
    const std::int64_t last = given.rank() == 0 ? 1 : given[given.rank() - 1];
    const bool fits = constant.type.data_type == DataType::float32 && given.rank() <= shape.rank() &&
                      given.element_count() == last && (last == 1 || last == channels);
    if (!fits) {
        return std::nullopt;
    }
    const std::span<const float> elements = constant.elements<float>();
    std::vector<double> numbers(static_cast<std::size_t>(channels), static_cast<double>(elements[0]));
    if (last > 1) {
        numbers.assign(elements.begin(), elements.end());
    }
    return numbers;
}

} // namespace thimble

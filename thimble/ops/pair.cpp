// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/pair.h"

#include "thimble/core/error.h"

#include <limits>

#include <fmt/format.h>

namespace thimble {

TensorType integer_pair_output(const NodeView& node) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const DataType data_type = require_plain_integers(node, 2);
    if (activation_attribute(node.attributes()) != std::vector<double>{-infinity, infinity}) {
        throw ModelError(wrong_attribute, fmt::format("activation on {}, expected float32 or int8", name(data_type)));
    }
    return output_type(node, data_type, broadcast_shape(node.input(0).shape, node.input(1).shape));
}

} // namespace thimble

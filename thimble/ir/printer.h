// SPDX-License-Identifier: Apache-2.0
// Writes a Graph as text that people can read and thimble/ir/parser.h reads back exactly.
//
//   graph "tiny" {
//     input %x: int8[1, 4] q(0.5, -3)
//     constant %w: int8[2, 4] q(0.25, 0) = [1, -2, 3, 4, 5, 6, 7, 8]
//     %y: int8[1, 2] q(1, 0) = fully_connected "dense" (%x, %w, none) {activation = [0.0, inf]}
//     output %y
//   }
//
// - A type is the element type, the shape and, where quantised, `q(scale, zero point)` or
//   `q([scales], [zero points], axis 3)`.
// - Names other than letters, digits and `_./-` are quoted, with escapes \" \\ \n \t \xNN.
// - In attributes a number with a point, an exponent, `inf` or `nan` is a double, any other an
//   integer; an empty list of doubles is `doubles []`.
// - Constants of more than a few elements are one hexadecimal word: their bytes in memory order.
// - `//` starts a comment that ends with the line.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>
#include <string>

namespace thimble {

/// `elided` shortens large constants for people; such text does not read back.
enum class ConstantData : std::uint8_t { full, elided };

struct PrintOptions {
    ConstantData constants = ConstantData::full;
};

/// The graph as text. print(parse_graph(print(graph))) equals print(graph).
std::string print(const Graph& graph, const PrintOptions& options = {});

/// A type as it stands in graph text: `int8[1, 4] q(0.5, -3)`.
std::string print(const TensorType& type);

} // namespace thimble
